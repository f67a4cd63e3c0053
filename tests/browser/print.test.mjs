// Results on paper: what is said and counted stays, what can only be pressed goes, in ink on white whatever the screen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertNoSidewaysScroll, launch, picture, visit } from './lib/browser.mjs';
import { startDemo } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

/** A sheet of A4 within its margins, in CSS pixels. */
const SHEET = { width: 700, height: 1000 };

const on = stage({ demo: startDemo, browser: launch });

for (const scheme of ['light', 'dark']) {
  test(`results are printed whole and without controls from a ${scheme} screen`, async () => {
    const { page, close } = await visit(on.browser, on.demo.baseUrl, { ...SHEET, scheme });
    await page.goto(`/c/${on.demo.withState('open')}/results`);
    await page.emulateMedia({ media: 'print' });
    for (const control of await page.locator('button, input, select, textarea, nav').all()) {
      assert.equal(await control.isVisible(), false, await control.evaluate((element) => element.outerHTML));
    }
    for (const kept of ['h1', '#who', '.chart-wide', '#poll-table table', '#statements table', '#method', '.banner']) {
      assert.equal(await page.locator(kept).locator('visible=true').count() > 0, true, `${kept} is not printed`);
    }
    assert.ok((await lightness(page, 'background-color')) > 0.9, 'the paper is dark');
    assert.ok((await lightness(page, 'color')) < 0.3, 'the ink is pale');
    await assertNoSidewaysScroll(page);
    await picture(page, `print-${scheme}`);
    await close();
  });
}

test('the question is printed with its background, its answers and its terms, without what is drawn for each reader', async () => {
  const { page, close } = await visit(on.browser, on.demo.baseUrl, SHEET);
  await page.goto(`/c/${on.demo.withState('open')}`);
  await page.emulateMedia({ media: 'print' });
  const isPrinted = (selector) => page.locator(selector).first().isVisible();
  for (const kept of ['h1', '.prose', '#poll legend', '#poll .choice', '#terms dd', '#figures dd']) {
    assert.equal(await isPrinted(kept), true, `${kept} is not printed`);
  }
  for (const left of ['#answer', '#add', '.keys-line', 'nav', '#poll button']) {
    assert.equal(await isPrinted(left), false, `${left} is printed`);
  }
  await picture(page, 'print-question');
  await close();
});

/** From 0, black, to 1, white. */
async function lightness(page, property) {
  const colour = await page.evaluate((name) => getComputedStyle(document.body).getPropertyValue(name), property);
  const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
  return (red + green + blue) / (3 * 255);
}
