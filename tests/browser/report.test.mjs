// The report of `canvass analyse --out`: a file that sorts its table without a server, and says everything without scripts.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, test } from 'node:test';
import { faultsOf } from './lib/markup.mjs';
import { assertAccessible, assertNoSidewaysScroll, launch, pictures, tabTo } from './lib/browser.mjs';
import { run } from './lib/server.mjs';

const folder = mkdtempSync(join(tmpdir(), 'canvass-report-'));
const index = join(folder, 'report', 'index.html');
const address = pathToFileURL(index).href;
let browser;

before(async () => {
  for (const args of [
    ['simulate', '--out', join(folder, 'set'), '--format', 'polis', '--preset', 'planted-3'],
    ['analyse', join(folder, 'set'), '--out', join(folder, 'report')],
  ]) {
    const { status, stderr } = run(...args);
    assert.equal(status, 0, stderr);
  }
  browser = await launch();
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A page that fails the test where it says anything to the console or asks for anything but itself. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const heard = [];
  page.on('console', (message) => heard.push(message.text()));
  page.on('pageerror', (error) => heard.push(error.message));
  page.on('request', (request) => request.url() !== address && heard.push(request.url()));
  await page.goto(address);
  const close = async () => {
    await context.close();
    assert.deepEqual(heard, []);
  };
  return { page, close };
}

/** What the rows say now: number, then the counts of the columns. */
const rows = (page) =>
  page.locator('#statements tbody tr').evaluateAll((all) =>
    all.map((row) => [...row.cells].filter((cell) => cell.tagName === 'TD').map((cell) => parseInt(cell.textContent.replaceAll(',', ''), 10))));

const sorted = (page) =>
  page.locator('#statements th[aria-sort]').evaluateAll((all) => all.map((head) => [head.dataset.sort, head.getAttribute('aria-sort')]));

const isOrdered = (values, isRight) => values.every((value, place) => place === 0 || isRight(values[place - 1], value));

test('a report is HTML as the standard has it', async () => {
  assert.deepEqual(await faultsOf(readFileSync(index, 'utf8')), []);
});

test('the table is sorted by its heads and by the list above it, each way round', async () => {
  const { page, close } = await open();
  const asWritten = await rows(page);
  assert.deepEqual(await sorted(page), [['number', 'ascending']]);
  const share = (place) => ([, ...cells]) => cells[place] / cells[3];
  const columns = { Agree: share(0), Unsure: share(1), Disagree: share(2), Votes: ([, , , , n]) => n };
  for (const [label, value] of Object.entries(columns)) {
    const head = page.locator('#statements thead').getByRole('button', { name: label, exact: true });
    await head.click();
    const down = (await rows(page)).map(value);
    assert.ok(isOrdered(down, (one, next) => one >= next), `${label}: ${down}`);
    assert.deepEqual((await sorted(page)).map(([, order]) => order), ['descending'], label);
    assert.equal(await page.locator('#report-sorted').textContent(), `Sorted by ${label}, highest first.`);
    await page.locator('#report-orders').getByRole('button', { name: label, exact: true }).click();
    const up = (await rows(page)).map(value);
    assert.ok(isOrdered(up, (one, next) => one <= next), `${label}: ${up}`);
    assert.deepEqual((await sorted(page)).map(([, order]) => order), ['ascending'], label);
  }
  // Orders without a column: no head says that it is sorted by, the list does.
  await page.locator('#report-orders').getByRole('button', { name: 'Groups apart' }).click();
  assert.deepEqual(await sorted(page), []);
  assert.equal(await page.locator('#report-orders [aria-current]').textContent(), 'Groups apart');
  const byPlot = await page.locator('#plot-table tbody tr td:first-child').allTextContents();
  assert.equal(byPlot.length, asWritten.length);
  await page.locator('#report-orders').getByRole('button', { name: 'Number' }).click();
  assert.deepEqual(await rows(page), asWritten);
  await close();
});

test('it is sorted with keys alone, and is accessible sorted and unsorted', async () => {
  const { page, close } = await open();
  await assertAccessible(page);
  const head = page.locator('#statements thead').getByRole('button', { name: 'Disagree', exact: true });
  await tabTo(page, head, { maxPresses: 400 });
  await page.keyboard.press('Enter');
  assert.deepEqual(await sorted(page), [['disagree', 'descending']]);
  await page.keyboard.press('Space');
  assert.deepEqual(await sorted(page), [['disagree', 'ascending']]);
  assert.ok(await head.evaluate((button) => button === document.activeElement), 'the focus stays where it was');
  await assertAccessible(page);
  await close();
});

test('without scripts the table stands in the order of its numbers, and nothing offers to sort', async () => {
  const { page, close } = await open({ javaScriptEnabled: false, viewport: { width: 390, height: 900 } });
  assert.ok(await page.locator('#report-orders').isHidden());
  assert.equal(await page.locator('#statements button:visible').count(), 0);
  assert.equal(await page.locator('#statements tbody tr').count(), 60);
  assert.ok(await page.locator('#divides-plot .chart-narrow').isVisible());
  await page.locator('#plot-table summary').click();
  assert.equal(await page.locator('#plot-table tbody tr').count(), 60);
  await close();
});

test('it fits a phone and a desk in both schemes, and print', async () => {
  const { page, close } = await open({ reducedMotion: 'reduce' });
  await pictures(page, 'report');
  await page.emulateMedia({ media: 'print' });
  await assertNoSidewaysScroll(page);
  assert.ok(await page.locator('#statements thead').getByText('Disagree').isVisible(), 'heads stay in print');
  assert.ok(await page.locator('#report-orders').isHidden());
  await close();
});
