// Chromium as a reader has it, and eyes on what a reader does not see: requests, console, policy, accessibility.
// Never relaxes the page's security policy: checks run through the driver, not through the page.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const AXE_SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OUT = fileURLToPath(new URL('../out/', import.meta.url));

/** A small phone, a phone, a desk. */
export const WIDTHS = [320, 390, 1280];
export const SCHEMES = ['light', 'dark'];

/** One browser for a test file: `after(() => browser.close())`. */
export function launch() {
  const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`no Chromium at \`${executablePath}\`: set CHROMIUM`);
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', ...quiet] });
}

/**
 * A fresh reader: `{ page, context, watch, close }`. `scripts: 'off'` is a browser without JavaScript.
 * `close()` fails the test if anything was seen that no reader should cause.
 */
export async function visit(browser, baseUrl, { scripts = 'on', width = 1280, height = 900, scheme = 'light' } = {}) {
  const context = await browser.newContext({
    baseURL: baseUrl,
    javaScriptEnabled: scripts === 'on',
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const watch = await watched(context, baseUrl);
  const page = await context.newPage();
  const close = async () => {
    await context.close();
    watch.assertQuiet();
  };
  return { page, context, watch, close };
}

/** Everything wrong that happens in a context. `watch.allow(pattern)` excuses what a test causes on purpose. */
async function watched(context, baseUrl) {
  const problems = [];
  const allowed = [];
  const host = new URL(baseUrl).host;
  const isOurs = (url) => /^(data|blob|about):/.test(url) || new URL(url).host === host;
  context.on('request', (request) => {
    if (!isOurs(request.url())) problems.push(`request to another host: ${request.url()}`);
  });
  context.on('response', (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} from ${response.url()}`);
  });
  // A breach of the policy reaches the console as an error; so does every failed load.
  context.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => problems.push(`script: ${error.error().message}`));
  return {
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

/** Presses Tab until the element has the focus, as somebody without a mouse would. */
export async function tabTo(page, locator, { maxPresses = 200 } = {}) {
  for (let presses = 0; presses < maxPresses; presses += 1) {
    await page.keyboard.press('Tab');
    if (await locator.evaluate((element) => element === document.activeElement)) return;
  }
  assert.fail(`${locator} was not reached with ${maxPresses} presses of Tab`);
}

/** The page as it is now, as `out/NAME.png`. */
export async function picture(page, name) {
  mkdirSync(OUT, { recursive: true });
  await page.screenshot({ path: `${OUT}${name}.png`, fullPage: true });
}

/**
 * A page at every width in both schemes: pictured as `out/NAME-WIDTH-SCHEME.png`, checked for accessibility and
 * sideways scrolling. `prepare(page)` may bring it into the state that is meant.
 */
export async function pictures(browser, baseUrl, path, name, { prepare = async () => {} } = {}) {
  for (const width of WIDTHS) {
    for (const scheme of SCHEMES) {
      const { page, close } = await visit(browser, baseUrl, { width, scheme });
      await page.goto(path);
      await prepare(page);
      await assertNoSidewaysScroll(page);
      await assertAccessible(page);
      await picture(page, `${name}-${width}-${scheme}`);
      await close();
    }
  }
}
