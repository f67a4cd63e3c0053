// The README's picture: what the sample's results look like, taken from the real page.
// CANVASS_BLESS=1 takes it anew; otherwise the test holds it against the page by its size and its being no blank.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { launch, visit } from './lib/browser.mjs';
import { startDemo } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const CHECKED_IN = fileURLToPath(new URL('../../docs/results.png', import.meta.url));
const OUT = fileURLToPath(new URL('./out/', import.meta.url));
const MAX_BYTES = 200 * 1024;

const on = stage({ demo: startDemo, browser: launch });

test('the picture in the README is one of the results page', async () => {
  const { page, close } = await visit(on.browser, on.demo.baseUrl, { width: 1100, height: 900 });
  await page.goto(`/c/${on.demo.withState('open')}/results`);
  await page.locator('#who').waitFor();
  const taken = await page.screenshot();
  await close();
  mkdirSync(OUT, { recursive: true });
  writeFileSync(`${OUT}results.png`, taken);
  if (process.env.CANVASS_BLESS === '1') writeFileSync(CHECKED_IN, taken);
  assert.ok(existsSync(CHECKED_IN), 'take it with CANVASS_BLESS=1');
  const kept = readFileSync(CHECKED_IN);
  assert.deepEqual(size(kept), size(taken), 'take it again with CANVASS_BLESS=1');
  assert.ok(kept.length <= MAX_BYTES && kept.length > taken.length / 3, `${kept.length} bytes, the page now ${taken.length}`);
});

/** Width and height from a PNG's first chunk. */
function size(png) {
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
