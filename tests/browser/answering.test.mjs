// Answering with scripts, on real pages: quick, in place, once, honest about what did not arrive.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, until, visit } from './lib/browser.mjs';
import { answer, answering, button, shown, shownAfter } from './lib/reader.mjs';
import { startDemo } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const CONFIRM_WITHIN_MS = 100;
const LABELS = ['Agree', 'Disagree', 'Unsure', 'Skip this one', 'Undo the last one'];

const on = stage({ demo: startDemo, browser: launch });

/** A test by a reader of its own, who has the question before them. */
function withReader(name, walk, options = {}) {
  test(name, async () => {
    const reader = await visit(on.browser, on.demo.baseUrl, options);
    await reader.page.goto(`/c/${on.demo.withState('open')}`);
    await walk(reader);
    await reader.close();
  });
}

withReader('the pressed button shows it at once, long before the server answers', async ({ page }) => {
  let letThrough;
  const held = new Promise((resolve) => {
    letThrough = resolve;
  });
  await page.route('**/votes', async (route) => {
    await held;
    await route.continue();
  });
  const before = await shown(page);
  await watchForConfirmation(page);
  await button(page, 'Agree').click();
  const { wasPressed, afterMs } = await until(
    () => page.evaluate(() => globalThis.confirmation),
    (seen) => seen?.afterMs !== undefined,
    { what: 'a confirmation while the answer is held back' },
  );
  assert.equal(wasPressed, true, 'the button changes within the click itself, before anything is answered');
  assert.ok(afterMs < CONFIRM_WITHIN_MS, `confirmed after ${afterMs} ms`);
  assert.deepEqual(await shown(page), before, 'the next statement cannot be there yet');
  letThrough();
  await shownAfter(page, before);
});

for (const width of [390, 1280]) {
  withReader(
    `nothing jumps from one statement to the next at ${width} px`,
    async ({ page }) => {
      await answering(page).scrollIntoViewIfNeeded();
      const before = await places(page);
      for (const label of ['Agree', 'Skip this one', 'Disagree', 'Unsure', 'Agree', 'Agree']) {
        await answer(page, label);
        assert.deepEqual(await places(page), before, `moved after “${label}”`);
      }
      const latest = await shown(page);
      await button(page, 'Undo the last one').click();
      await shownAfter(page, latest);
      assert.deepEqual(await places(page), before, 'moved after undoing');
    },
    { width },
  );
}

withReader('undo takes the last answer back and counts back', async ({ page }) => {
  assert.equal(await button(page, 'Undo the last one').isDisabled(), true);
  assert.equal((await shown(page)).progress, '1 of 10');
  assert.equal((await answer(page, 'Agree')).progress, '2 of 10');
  assert.equal((await answer(page, 'Disagree')).progress, '3 of 10');
  assert.equal((await answer(page, 'Undo the last one')).progress, '2 of 10');
  await page.locator('#announce').getByText('Taken back.').waitFor({ state: 'attached' });
  await page.goto(`/c/${on.demo.withState('open')}/mine`);
  assert.equal(await page.locator('#votes li').count(), 1);
});

withReader('the counter counts characters, spaces once, and says what is too much', async ({ page }) => {
  const field = page.getByLabel('Add a statement');
  for (const [typed, expected] of [
    ['four', 'Characters left: 276'],
    ['  two   words ', 'Characters left: 271'],
    ['👩‍🔬', 'Characters left: 277'],
    ['x'.repeat(280), 'Characters left: 0'],
    ['x'.repeat(283), 'Characters over the limit: 3'],
  ]) {
    await field.fill(typed);
    assert.equal(await page.locator('#add-count').textContent(), expected, JSON.stringify(typed));
  }
});

withReader('keys answer, can be turned off and on, and are left alone while somebody types', async ({ page }) => {
  await answering(page).scrollIntoViewIfNeeded();
  const first = await shown(page);
  await page.keyboard.press('1');
  const second = await shownAfter(page, first);
  await page.getByRole('button', { name: 'Turn the keys off' }).click();
  await page.keyboard.press('2');
  await page.getByRole('button', { name: 'Turn the keys on' }).waitFor();
  await page.getByLabel('Add a statement').focus();
  await page.keyboard.type('1 2 3 s');
  assert.equal(await page.getByLabel('Add a statement').inputValue(), '1 2 3 s');
  assert.deepEqual(await shown(page), second, 'keys that are off, or typed into a field, answer nothing');
  await page.reload();
  await page.getByRole('button', { name: 'Turn the keys on' }).click();
  await answering(page).scrollIntoViewIfNeeded();
  const again = await shown(page);
  await page.keyboard.press('s');
  await shownAfter(page, again);
});

withReader('a double click answers one statement once', async ({ page }) => {
  const sent = [];
  page.on('request', (request) => request.url().endsWith('/votes') && sent.push(request.postData()));
  const before = await shown(page);
  await button(page, 'Agree').dblclick();
  await shownAfter(page, before);
  await page.goto(`/c/${on.demo.withState('open')}/mine`);
  assert.equal(await page.locator('#votes li').count(), 1);
  assert.equal(sent.length, 1, sent.join('\n'));
});

withReader('an answer that does not arrive is said, and the statement stays', async ({ page, watch }) => {
  watch.allow(/net::ERR_/);
  await page.route('**/votes', (route) => route.abort());
  const before = await shown(page);
  await button(page, 'Agree').click();
  await answering(page).getByText('That did not reach us').waitFor();
  await page.locator('#announce').getByText('That did not reach us').waitFor({ state: 'attached' });
  assert.deepEqual(await shown(page), before);
  assert.equal(await button(page, 'Agree').getAttribute('data-pressed'), null, 'it looks as if it were saved');
  await page.unroute('**/votes');
  await answer(page, 'Agree');
  assert.equal(await answering(page).getByText('That did not reach us').count(), 0);
});

withReader('terms open on hover and on focus, and close with Escape', async ({ page }) => {
  await page.getByText('Background and sources').click();
  const { term, tip } = firstTerm(page);
  await term.hover();
  await tip.waitFor();
  await page.keyboard.press('Escape');
  await tip.waitFor({ state: 'hidden' });
  await page.mouse.move(0, 0);
  await page.locator('summary').filter({ hasText: 'Background and sources' }).focus();
  await page.keyboard.press('Tab');
  assert.equal(await term.evaluate((element) => element === document.activeElement), true);
  await tip.waitFor();
  await page.keyboard.press('Escape');
  await tip.waitFor({ state: 'hidden' });
});

withReader(
  'terms open and close with a tap',
  async ({ page }) => {
    await page.getByText('Background and sources').tap();
    const { term, tip } = firstTerm(page);
    await term.tap();
    await tip.waitFor();
    assert.equal(new URL(page.url()).hash, '', 'the tap also followed the link');
    await page.getByRole('heading', { level: 1 }).tap();
    await tip.waitFor({ state: 'hidden' });
  },
  { pointer: 'finger', width: 390, height: 844 },
);

const firstTerm = (page) => {
  const marked = page.locator('.marked').first();
  return { term: marked.getByRole('link'), tip: marked.locator('.tip') };
};

/** Notes when the next click is and when a button shows that it was pressed, both by the page's own clock. */
async function watchForConfirmation(page) {
  await page.evaluate(() => {
    const pressed = () => document.querySelector('#answer [data-pressed]') !== null;
    let clicked;
    addEventListener('click', () => (clicked = performance.now()), { once: true, capture: true });
    // The page listens further in, so that by now it has done what it does before it waits for anything.
    addEventListener('submit', () => {
      globalThis.confirmation = { wasPressed: pressed() };
      requestAnimationFrame(() => {
        if (pressed()) globalThis.confirmation.afterMs = performance.now() - clicked;
      });
    }, { once: true });
  });
}

/** Where the buttons are, in whole pixels. */
async function places(page) {
  const boxes = LABELS.map(async (label) => {
    const { x, y, width, height } = await button(page, label).boundingBox();
    return [label, ...[x, y, width, height].map(Math.round)];
  });
  return Promise.all(boxes);
}
