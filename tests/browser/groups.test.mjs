// Groups that voted alike: the map walked by keys and said aloud, without a script, and one's own place on it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, focused, launch, pictures, tabTo, until, visit } from './lib/browser.mjs';
import { bringIn } from './lib/conversations.mjs';
import { answerStatements } from './lib/reader.mjs';
import { run, startDemo, startServer } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const PLANTED = 'planted-three';
const CROWD = 'planted-crowd';

const on = stage({ demo: startDemo, server: () => startServer({ prepare: plant }), browser: launch });

const number = (page, label) => page.locator('svg.map').getByRole('link', { name: `Group ${label}`, exact: true });
const said = (page) => page.locator('#map-said').textContent();

test('the map is one stop for Tab, arrows go from group to group, and each is said', async () => {
  const reader = await visit(on.browser, on.server.baseUrl);
  const { page } = reader;
  await page.goto(`/c/${PLANTED}/results`);
  assert.equal(await page.locator('svg.map a[tabindex="0"]').count(), 1, 'the map is one stop');
  assert.equal(await page.locator('#map-said').getAttribute('role'), 'status');
  await tabTo(page, number(page, '1'));
  await focused(page);
  await until(() => said(page), (text) => /^Group 1: \d+ people, .+ of those on the map\. They (dis)?agree: /.test(text), { what: 'group 1 said' });
  for (const [key, label] of [['ArrowRight', '2'], ['ArrowDown', '3'], ['ArrowRight', '1'], ['ArrowLeft', '3'], ['ArrowUp', '2']]) {
    await page.keyboard.press(key);
    assert.equal(await number(page, label).evaluate((one) => one === document.activeElement), true, `${key} goes to ${label}`);
    await focused(page);
    assert.match(await said(page), new RegExp(`^Group ${label}: `));
  }
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.closest('svg')), null, 'Tab leaves the map');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await number(page, '2').evaluate((one) => one === document.activeElement), true, 'and comes back where it was');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'group-2', 'Enter leads to the group');
  await reader.close();
});

test('without a script numbers are links and the table says it all', async () => {
  const reader = await visit(on.browser, on.server.baseUrl, { scripts: 'off' });
  const { page } = reader;
  await page.goto(`/c/${PLANTED}/results`);
  await page.getByText('The map as a table').click();
  const rows = page.locator('#groups-table tbody tr');
  assert.equal(await rows.count(), 3);
  for (const text of await rows.allTextContents()) assert.match(text, /^[123]\d.*%.*“/);
  await number(page, '3').focus();
  await page.keyboard.press('Enter');
  assert.equal(new URL(page.url()).hash, '#group-3');
  assert.equal(await page.locator('#map-said').isVisible(), false, 'no keys are promised');
  await reader.close();
});

test('groups on every screen', async () => {
  const reader = await visit(on.browser, on.server.baseUrl);
  const { page } = reader;
  for (const [name, slug] of [['groups', PLANTED], ['groups-crowd', CROWD]]) {
    await page.goto(`/c/${slug}/results`);
    await page.getByText('The map as a table').click();
    await pictures(page, name);
  }
  await page.emulateMedia({ forcedColors: 'active' });
  await assertAccessible(page);
  await reader.close();
});

test('who has answered enough finds their place, and keeps the number in focus while results renew', async () => {
  const reader = await visit(on.browser, on.demo.baseUrl);
  const { page } = reader;
  const slug = on.demo.withState('open');
  await page.goto(`/c/${slug}`);
  await answerStatements(page, 3);
  await page.goto(`/c/${slug}/results`);
  await page.getByText('Answer 4 more statements to find your place on the map.').waitFor();
  await number(page, '2').focus();
  const other = await page.context().newPage();
  await other.goto(`/c/${slug}`);
  await answerStatements(other, 7);
  await page.locator('svg.map .me').getByText('you').waitFor();
  await page.getByText(/^You vote (most|about as much) like group [1-5]/).waitFor();
  assert.equal(await number(page, '2').evaluate((one) => one === document.activeElement), true, 'the focus is lost');
  assert.match(await said(page), /^Group 2: /);
  await pictures(page, 'groups-placed');
  // Both may stand there until the next update gives them a place.
  await other.getByText(/^You (vote (most|about as much) like group|have answered enough)/).first().waitFor();
  await reader.close();
});

/** Two conversations with three groups planted: one whose people are drawn one by one, and one with too many. */
function plant(dataDir) {
  for (const [slug, participants] of [[PLANTED, 400], [CROWD, 2600]]) {
    const folder = `${dataDir}-${slug}`;
    const size = ['--participants', String(participants), '--statements', '24', '--groups', '3', '--votes-per-person', '16'];
    const { status, stderr } = run('simulate', '--out', folder, '--format', 'polis', ...size, '--seed', '7');
    assert.equal(status, 0, stderr);
    bringIn(dataDir, folder, slug);
  }
}
