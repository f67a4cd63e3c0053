// Chromium as a reader has it, and eyes on what a reader does not see: requests, console, policy, accessibility.
// Never relaxes the page's security policy: checks run through the driver, not through the page.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { faultsOf } from './markup.mjs';

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OUT = fileURLToPath(new URL('../out/', import.meta.url));
const LOOK_EVERY_MS = 20;

/** A small phone, a phone, a desk. */
export const WIDTHS = [320, 390, 1280];
export const SCHEMES = ['light', 'dark'];

/** One browser for a test file. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`no Chromium at \`${executablePath}\`: set CHROMIUM`);
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet] });
}

/**
 * A fresh reader: `{ page, context, watch, close }`. `scripts: 'off'` is a browser without JavaScript, `pointer:
 * 'finger'` a touch screen. `close()` fails the test if anything was seen that no reader should cause.
 */
export async function visit(
  browser,
  baseUrl,
  { scripts = 'on', width = 1280, height = 900, scheme = 'light', pointer = 'mouse' } = {},
) {
  const context = await browser.newContext({
    baseURL: baseUrl,
    javaScriptEnabled: scripts === 'on',
    hasTouch: pointer === 'finger',
    isMobile: pointer === 'finger',
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const watch = await watched(context, baseUrl);
  const page = await context.newPage();
  const close = async () => {
    await watch.settled();
    await context.close();
    watch.assertQuiet();
  };
  return { page, context, watch, close };
}

/** Everything wrong that happens in a context. `watch.allow(pattern)` excuses what a test causes on purpose. */
async function watched(context, baseUrl) {
  const problems = [];
  const allowed = [];
  const reading = [];
  const host = new URL(baseUrl).host;
  const isOurs = (url) => /^(data|blob|about):/.test(url) || new URL(url).host === host;
  context.on('request', (request) => {
    if (!isOurs(request.url())) problems.push(`request to another host: ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} from ${response.url()}`);
    // Every page that any test opens is held against the standard, as it was served.
    const isPage = response.request().isNavigationRequest() && /^text\/html/.test(response.headers()['content-type'] ?? '');
    if (isPage) reading.push(checked(response));
  });
  // A breach of the policy reaches the console as an error; so does every failed load.
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => problems.push(`script: ${error.error().message}`));
  const checked = async (response) => {
    // A page that was left before it was read is read the next time.
    const html = await response.text().catch(() => null);
    if (html === null) return;
    for (const fault of await faultsOf(html)) problems.push(`markup of ${response.url()}: ${fault}`);
  };
  return {
    settled: () => Promise.all(reading),
    allow: (pattern) => allowed.push(pattern),
    problems: () => problems.filter((problem) => !allowed.some((pattern) => pattern.test(problem))),
    assertQuiet() {
      assert.deepEqual(this.problems(), [], 'the pages were not quiet');
    },
  };
}

/** Fails on anything axe-core calls serious or critical, naming rule, help and place. */
export async function assertAccessible(page) {
  // The source is evaluated by the driver: a script tag would need a hole in the page's policy.
  await page.evaluate(AXE_SOURCE);
  const violations = await page.evaluate(async () => (await globalThis.axe.run(document)).violations);
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = grave.map(({ id, help, nodes }) => {
    const places = nodes.map(({ target, failureSummary }) => `    ${target.join(' ')}\n      ${failureSummary}`);
    return `${id}: ${help}\n${places.join('\n')}`;
  });
  assert.equal(told.length, 0, `${page.url()} is not accessible:\n${told.join('\n')}`);
}

/** Nothing but a wide table's own region may scroll sideways. */
export async function assertNoSidewaysScroll(page) {
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  assert.ok(scroll <= client, `${page.url()} is ${scroll} px wide in a window of ${client} px`);
}

/** Waits until `read()` gives something that `isRight` accepts, and gives it back; says what it saw last if not. */
export async function until(read, isRight, { what, withinMs = 10_000 }) {
  const started = performance.now();
  for (;;) {
    const seen = await read();
    if (isRight(seen)) return seen;
    const waited = performance.now() - started;
    if (waited > withinMs) assert.fail(`${what}: not within ${withinMs} ms; last seen ${JSON.stringify(seen)}`);
    await pause(LOOK_EVERY_MS);
  }
}

/** Presses Tab until the element has the focus, as somebody without a mouse would. */
export async function tabTo(page, locator, { maxPresses = 200 } = {}) {
  const stops = [];
  while (stops.length < maxPresses) {
    await page.keyboard.press('Tab');
    if (await locator.evaluate((element) => element === document.activeElement)) return;
    stops.push(await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 80)));
  }
  const seen = [...new Set(stops)].join('\n');
  assert.fail(`${locator} was not reached with ${maxPresses} presses of Tab, only\n${seen}`);
}

/**
 * Fails unless what has the focus shows it: an outline of its own, or of the label around it. Gives back what it is,
 * null when nothing on the page has the focus.
 */
export async function focused(page) {
  const seen = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const outline = (one) => one && getComputedStyle(one).outlineStyle !== 'none' && parseFloat(getComputedStyle(one).outlineWidth) >= 2;
    const box = element.getBoundingClientRect();
    return {
      name: `${element.tagName.toLowerCase()}${element.id && `#${element.id}`} ${(element.textContent || element.name || '').trim().slice(0, 40)}`,
      isMarked: Boolean(outline(element) || outline(element.closest('label'))),
      isInSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    };
  });
  if (seen) {
    assert.ok(seen.isMarked, `the focus is invisible on ${seen.name}`);
    assert.ok(seen.isInSight, `the focus is out of sight on ${seen.name}`);
  }
  return seen?.name ?? null;
}

/** Waits until an element has the focus: what a page asks for by `autofocus` comes a moment after it is loaded. */
export async function focusComesTo(page, id) {
  const read = () => page.evaluate(() => document.activeElement?.id ?? '');
  await until(read, (seen) => seen === id, { what: `the focus on #${id}` });
}

/** The whole page as it is now, as `out/NAME.png`; `extent: 'window'` takes what is in sight only. */
export async function picture(page, name, { extent = 'page' } = {}) {
  mkdirSync(OUT, { recursive: true });
  // After a change of width a page may be laid out and not yet painted where nobody looks.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  return page.screenshot({ path: `${OUT}${name}.png`, fullPage: extent === 'page' });
}

/**
 * The state `page` is in at every width in both schemes, without loading it again: pictured as
 * `out/NAME-WIDTH-SCHEME.png`, checked for sideways scrolling, and in both schemes for accessibility.
 */
export async function pictures(page, name) {
  const before = page.viewportSize();
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme });
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await assertNoSidewaysScroll(page);
      await picture(page, `${name}-${width}-${colorScheme}`);
    }
    await assertAccessible(page);
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(before);
}
