// Results on paper: what is said and counted stays, what can only be pressed goes, in ink on white whatever the screen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertNoSidewaysScroll, launch, picture, visit } from './lib/browser.mjs';
import { assertInkOnPaper, assertNoControls } from './lib/checks.mjs';
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
    await assertNoControls(page);
    for (const kept of ['h1', '#who', '.chart-wide', '#poll-table table', '#statements table', '#method', '.banner']) {
      assert.equal(await page.locator(kept).locator('visible=true').count() > 0, true, `${kept} is not printed`);
    }
    await assertInkOnPaper(page);
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
