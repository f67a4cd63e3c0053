// The desk by mouse and by its keys: sign in, decide on what waits, tell the author why, sign out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { focused, launch, pictures, visit } from './lib/browser.mjs';
import { BRIDGE, createAll } from './lib/conversations.mjs';
import { invite, signIn } from './lib/desk.mjs';
import { addStatement, follow, loading, send } from './lib/reader.mjs';
import { startDemo, startServer } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const REASON = 'It names a person.';

const on = stage({ demo: startDemo, server: () => startServer({ prepare: createAll }), browser: launch });

test('by mouse: the printed link signs in once, one statement is accepted, one declined, the author sees both', async () => {
  const link = on.demo.deskSignInUrl;
  const [accepted, declined] = ['Somebody by mouse writes this.', 'Somebody by mouse writes that.'];
  const author = await authorOf(accepted, declined);
  const staff = await visit(on.browser, on.demo.baseUrl);
  const { page } = staff;
  await signIn(page, link);
  await follow(page, page.locator(`main a[href="/desk/c/${on.demo.withState('open')}"]`));
  await follow(page, waiting(page, accepted).getByRole('button', { name: /^Accept/ }));
  await page.getByText('It is shown to readers now').waitFor();
  await waiting(page, declined).locator('summary', { hasText: 'Decline' }).click();
  await rule(page, declined).selectOption('unclear');
  await words(page, declined).fill(REASON);
  await follow(page, waiting(page, declined).getByRole('button', { name: 'Decline under this rule' }));
  await page.getByText('It is declined').waitFor();
  assert.equal(await waiting(page, accepted).count(), 0);
  assert.equal(await waiting(page, declined).count(), 0);
  await assertTold(author.page, { accepted, declined });
  await author.close();
  await send(page, 'Sign out');
  assert.equal(new URL(page.url()).pathname, '/desk/sign-in');
  await page.goto('/desk');
  assert.equal(new URL(page.url()).pathname, '/desk/sign-in', 'signing out did not end the session');
  staff.watch.allow(/status of 404/);
  assert.equal((await page.goto(link)).status(), 404, 'the link works twice');
  await staff.close();
});

test('by keys: J and K move, A accepts, D opens the reason, Escape leaves it', async () => {
  const [accepted, declined] = ['Somebody by keys writes this.', 'Somebody by keys writes that.'];
  const author = await authorOf(accepted, declined);
  const staff = await visit(on.browser, on.demo.baseUrl);
  const { page } = staff;
  const { keyboard } = page;
  await signIn(page, invite(on.demo, { email: 'keys@example.org', role: 'moderator' }));
  await page.goto(`/desk/c/${on.demo.withState('open')}`);
  await keyboard.press('a');
  assert.equal(await waiting(page, accepted).count(), 1, 'A accepts nothing while nothing is chosen');
  await moveTo(page, 'j', accepted);
  await keyboard.press('j');
  await keyboard.press('k');
  assert.match(await focused(page), new RegExp(accepted));
  await loading(page, () => keyboard.press('a'));
  await page.getByText('It is shown to readers now').waitFor();
  await moveTo(page, 'j', declined);
  await keyboard.press('d');
  await keyboard.press('Tab');
  await keyboard.type('adjk');
  assert.equal(await words(page, declined).inputValue(), 'adjk', 'keys act while words are typed');
  await keyboard.press('Escape');
  assert.equal(await words(page, declined).isVisible(), false);
  await keyboard.press('d');
  await keyboard.type('It cannot');
  assert.equal(await rule(page, declined).inputValue(), 'unclear', 'a rule is chosen by its first words');
  await keyboard.press('Tab');
  await words(page, declined).fill(REASON);
  await keyboard.press('Tab');
  await loading(page, () => keyboard.press('Enter'));
  await page.getByText('It is declined').waitFor();
  await assertTold(author.page, { accepted, declined });
  await author.close();
  await staff.close();
});

for (const scripts of ['off', 'on']) {
  test(`several that wait are ticked and declined together with scripts ${scripts}`, async () => together(scripts));
}

async function together(scripts) {
  const [ticked, other] = [`Ticked with scripts ${scripts}.`, `Left for later with scripts ${scripts}.`];
  const also = `Ticked as well with scripts ${scripts}.`;
  const author = await authorOf(ticked, also, other);
  const staff = await visit(on.browser, on.demo.baseUrl, { scripts });
  const { page } = staff;
  await signIn(page, invite(on.demo, { email: `several-${scripts}@example.org`, role: 'moderator' }));
  await page.goto(`/desk/c/${on.demo.withState('open')}`);
  await page.locator('summary', { hasText: 'Decline several at once' }).click();
  for (const text of [ticked, also]) await waiting(page, text).getByLabel('Tick to decline').check();
  if (scripts === 'on') await pictures(page, 'desk-several');
  const form = page.locator('#decline-ticked');
  await form.getByLabel('The rule it breaks').selectOption('unclear');
  await form.getByLabel('More words for the author').fill(REASON);
  await follow(page, form.getByRole('button', { name: 'Decline what is ticked' }));
  await page.getByText('The ticked texts are declined').waitFor();
  assert.equal(await waiting(page, ticked).count(), 0);
  assert.equal(await waiting(page, other).count(), 1);
  await author.page.goto(`/c/${on.demo.withState('open')}/mine`);
  assert.equal(await author.page.locator('#statements').getByText(REASON).count(), 2);
  // Whoever was faster: the text is left, and named.
  await waiting(page, other).getByLabel('Tick to decline').check();
  await page.locator('summary', { hasText: 'Decline several at once' }).click();
  await form.getByLabel('The rule it breaks').selectOption('unclear');
  const faster = await visit(on.browser, on.demo.baseUrl);
  await signIn(faster.page, invite(on.demo, { email: `faster-${scripts}@example.org`, role: 'moderator' }));
  await faster.page.goto(`/desk/c/${on.demo.withState('open')}`);
  await follow(faster.page, waiting(faster.page, other).getByRole('button', { name: /^Accept/ }));
  await faster.close();
  staff.watch.allow(/status of 409/);
  await follow(page, form.getByRole('button', { name: 'Decline what is ticked' }));
  await page.locator('#errors').getByText('somebody has decided on it already').waitFor();
  if (scripts === 'on') await pictures(page, 'desk-several-left');
  await author.close();
  await staff.close();
}

test('a draft is opened, answered and closed, each after asking', async () => {
  const staff = await visit(on.browser, on.server.baseUrl);
  const { page } = staff;
  await signIn(page, invite(on.server, { email: 'editor@example.org', role: 'editor' }));
  await page.goto(`/desk/c/${BRIDGE.slug}`);
  await follow(page, page.getByRole('link', { name: 'Open this conversation' }));
  await send(page, 'Open it to readers');
  await page.getByText('The conversation is open').waitFor();
  await follow(page, page.getByRole('link', { name: 'Close this conversation' }));
  await follow(page, page.getByRole('link', { name: 'Go back' }));
  await follow(page, page.getByRole('link', { name: 'Close this conversation' }));
  await send(page, 'Close it for good');
  await page.getByText('The conversation is closed').waitFor();
  assert.equal(await page.getByRole('link', { name: 'Open this conversation' }).count(), 0);
  await staff.close();
});

/** A statement that waits, at the desk. */
const waiting = (page, text) => page.locator('[data-item]').filter({ hasText: text });

const rule = (page, text) => waiting(page, text).getByLabel('The rule it breaks').first();
const words = (page, text) => waiting(page, text).getByLabel('More words for the author');

/** A reader who has added these statements, looking at the page of their own. */
async function authorOf(...texts) {
  const author = await visit(on.browser, on.demo.baseUrl);
  await author.page.goto(`/c/${on.demo.withState('open')}`);
  for (const text of texts) {
    await addStatement(author.page, text);
    await author.page.locator('#add').getByText('Your statement waits for the desk').waitFor();
  }
  return author;
}

async function assertTold(page, { accepted, declined }) {
  await page.goto(`/c/${on.demo.withState('open')}/mine`);
  const mine = (text) => page.locator('#statements li').filter({ hasText: text });
  await mine(accepted).getByText('Shown to readers').waitFor();
  await mine(declined).getByText('Declined').waitFor();
  await mine(declined).getByText(REASON).waitFor();
}

/** Presses a key until the statement has the focus, at most once for each that waits. */
async function moveTo(page, key, text) {
  const count = await page.locator('[data-item]').count();
  for (let presses = 0; presses < count; presses += 1) {
    await page.keyboard.press(key);
    if ((await waiting(page, text).evaluate((item) => item === document.activeElement))) return;
  }
  assert.fail(`“${text}” was not reached with ${key}`);
}
