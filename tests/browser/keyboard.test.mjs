// The whole way of a reader who has no mouse: Tab, Enter, Space and the keys that are shown, and nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { focused, launch, tabTo, until, visit } from './lib/browser.mjs';
import { reachable, walkThrough } from './lib/checks.mjs';
import { LIBRARY, createAll } from './lib/conversations.mjs';
import { answering, button, loading, shown, shownAfter } from './lib/reader.mjs';
import { startDemo, startServer } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const on = stage({ demo: startDemo, server: () => startServer({ prepare: createAll }), browser: launch });

test('a reader without a mouse answers, adds a statement and looks at what came of it', async () => {
  const reader = await visit(on.browser, on.demo.baseUrl);
  const { page } = reader;
  const { keyboard } = page;
  await page.goto(`/c/${on.demo.withState('open')}`);
  await skipToContent(page);
  await tabTo(page, page.getByLabel('I agree with the policy'));
  await keyboard.press('ArrowDown');
  assert.match(await focused(page), /^input#option-2/, 'the arrow goes to the next option');
  await loading(page, () => keyboard.press('Enter'));
  await page.locator('#poll').getByText('Your answer is saved').waitFor();
  await page.locator('#poll .my-answer').getByText('I support it in principle').waitFor();
  await tabTo(page, button(page, 'Agree'));
  await answered(page, 'Enter', 'Saved: agree. 2 of 10');
  for (const [key, said] of [
    ['2', 'Saved: disagree. 3 of 10'],
    ['3', 'Saved: unsure. 4 of 10'],
    ['s', 'Skipped. 5 of 10'],
    ['1', 'Saved: agree. 6 of 10'],
  ]) {
    await answered(page, key, said);
  }
  await keyboard.press('Shift+Tab');
  assert.match(await focused(page), /^button Undo/, 'undo comes right before the statement');
  await answered(page, 'Space', 'Taken back. 5 of 10');
  await tabTo(page, page.getByLabel('Add a statement'));
  await keyboard.type('Night workers should be asked as well.');
  await keyboard.press('Tab');
  await loading(page, () => keyboard.press('Enter'));
  await page.locator('#add').getByText('Your statement waits for the desk').waitFor();
  await goByKeys(page, 'Your answers');
  await page.locator('#statements').getByText('Night workers should be asked as well.').waitFor();
  assert.equal(await page.locator('#votes li').count(), 4);
  await goByKeys(page, 'Results');
  await page.locator('#who').waitFor();
  await goByKeys(page, 'Question');
  assert.equal((await shown(page)).progress, '5 of 10', 'coming back is where the reader was');
  await reader.close();
});

test('a term opens when it gets the focus and closes with Escape', async () => {
  const reader = await visit(on.browser, on.server.baseUrl);
  const { page } = reader;
  await page.goto(`/c/${LIBRARY.slug}`);
  const marked = page.locator('#poll .marked').first();
  await tabTo(page, marked.getByRole('link'));
  await marked.locator('.tip').waitFor();
  await page.keyboard.press('Escape');
  await marked.locator('.tip').waitFor({ state: 'hidden' });
  assert.match(await focused(page), /volunteers/, 'the focus stays on the term');
  await reader.close();
});

for (const [name, path] of [
  ['home', () => '/'],
  ['question', () => `/c/${on.demo.withState('open')}`],
  ['results', () => `/c/${on.demo.withState('open')}/results`],
  ['mine', () => `/c/${on.demo.withState('open')}/mine`],
]) {
  test(`Tab goes through everything on the page and out of it again: ${name}`, async () => {
    const reader = await visit(on.browser, on.demo.baseUrl);
    const { page } = reader;
    await page.goto(path());
    const stops = await walkThrough(page);
    assert.equal(stops.length, await reachable(page), stops.join('\n'));
    await reader.close();
  });
}

/** The first Tab offers to skip to the content; taking the offer puts the focus there. */
async function skipToContent(page) {
  await page.keyboard.press('Tab');
  assert.match(await focused(page), /Skip to the content/);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.closest('main') !== null), true);
}

/** Goes to another page of the conversation by its name in the masthead. */
async function goByKeys(page, name) {
  await tabTo(page, page.getByRole('navigation').getByRole('link', { name, exact: true }));
  await focused(page);
  await loading(page, () => page.keyboard.press('Enter'));
}

/** Presses a key that answers; the next statement has the focus, and what was saved is announced. */
async function answered(page, key, said) {
  const before = await shown(page);
  await page.keyboard.press(key);
  await shownAfter(page, before);
  const read = () => page.locator('#announce').textContent();
  await until(read, (text) => text === said, { what: `the announcement “${said}”` });
  assert.equal(await page.evaluate(() => document.activeElement.id), 'statement', `the focus after ${key}`);
  await focused(page);
  assert.equal(await answering(page).getByRole('button').first().isVisible(), true);
}
