// Every page in every state, on screens from a small phone to a desk, in light and dark: nothing grave for axe-core,
// no sideways scrolling, no request elsewhere, nothing on the console. Pictures of all of them land in out/.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, pictures, visit } from './lib/browser.mjs';
import { ALLOTMENTS, BRIDGE, LIBRARY, MARKET, bringIn, createAll, realSet } from './lib/conversations.mjs';
import { invite, signIn } from './lib/desk.mjs';
import { addStatement, answer, answerPoll, answerStatements, follow, goOn, send } from './lib/reader.mjs';
import { startDemo, startServer } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const UNPROCESSABLE = /status of 422/;
const REAL = { small: 'london.youth.policing', large: 'american-assembly.bowling-green' };

const on = stage({ demo: startDemo, server: () => startServer({ prepare: fill }), browser: launch });
const question = () => `/c/${on.demo.withState('open')}`;

/** A test of pages of the demo, by a reader of its own. */
function onDemo(name, walk) {
  test(name, async () => {
    const reader = await visit(on.browser, on.demo.baseUrl);
    await walk(reader);
    await reader.close();
  });
}

/** The same on conversations in other states. */
function onServer(name, walk) {
  test(name, async (context) => {
    const reader = await visit(on.browser, on.server.baseUrl);
    await walk({ ...reader, test: context });
    await reader.close();
  });
}

onDemo('home', async ({ page }) => {
  await page.goto('/');
  await pictures(page, 'home');
  await page.getByLabel('Search conversations').fill('nothing is called that');
  await send(page, 'Search');
  await page.getByText('No conversation matches').waitFor();
  await pictures(page, 'home-no-hits');
});

onDemo('the question, from the first look to the pause', async ({ page }) => {
  await page.goto(question());
  await pictures(page, 'question-fresh');
  await page.getByText('Background and sources').click();
  await pictures(page, 'question-background');
  await answerPoll(page, 'I agree with the policy');
  await pictures(page, 'question-after-ballot');
  await answerStatements(page, 4);
  await pictures(page, 'question-mid-round');
  await answerStatements(page, 6);
  await page.getByText('10 more?').waitFor();
  await pictures(page, 'question-pause');
  await follow(page, page.getByRole('link', { name: 'Change your answer' }));
  await pictures(page, 'question-change-answer');
});

onDemo('forms with problems', async ({ page, watch }) => {
  watch.allow(UNPROCESSABLE);
  await page.goto(question());
  await send(page, 'Send your answer');
  await page.locator('#poll-problem').waitFor();
  await pictures(page, 'problem-empty-ballot');
  await addStatement(page, ' ');
  await page.locator('#add-problem').waitFor();
  await pictures(page, 'problem-empty-statement');
  await addStatement(page, 'Too long. '.repeat(30));
  await page.locator('#add-problem').waitFor();
  assert.equal(await page.getByLabel('Add a statement').inputValue(), 'Too long. '.repeat(30), 'what was typed is lost');
  await pictures(page, 'problem-long-statement');
  await page.goto(question());
  await answerPoll(page, 'I agree with the policy');
  await page.locator('#about select').first().selectOption({ index: 1 });
  await send(page, 'Save these answers');
  await page.locator('#about-problem').waitFor();
  assert.notEqual(await page.locator('#about select').first().inputValue(), '', 'what was chosen is lost');
  await pictures(page, 'problem-no-consent');
});

onDemo('results', async ({ page }) => {
  await page.goto(`${question()}/results`);
  await pictures(page, 'results');
  for (const details of ['The same as a table', 'A sentence to quote']) await page.getByText(details).click();
  await pictures(page, 'results-opened');
  await page.getByLabel('Search statements').fill('nobody said this');
  await send(page, 'Search');
  await page.getByText('No statement matches').waitFor();
  await pictures(page, 'results-no-hits');
});

onDemo('a reader’s own page, empty and full, and every way to leave', async ({ page }) => {
  await page.goto(`${question()}/mine`);
  await pictures(page, 'mine-empty');
  await page.goto(question());
  await answerPoll(page, 'Without the police there');
  await answerStatements(page, 3);
  await answer(page, 'Skip this one');
  await page.locator('#about select').first().selectOption({ index: 2 });
  await page.getByLabel('I agree that these answers about me').check();
  await send(page, 'Save these answers');
  await addStatement(page, 'Somebody should publish how long ambulances take.');
  await page.getByText('Your statement waits for the desk').waitFor();
  await pictures(page, 'question-statement-held');
  await page.goto(`${question()}/mine`);
  await page.getByText('Change', { exact: false }).locator('visible=true').nth(1).click();
  await pictures(page, 'mine-full');
  const link = await page.getByLabel('Your private link back').inputValue();
  for (const [name, path] of [['withdraw', `${question()}/mine/withdraw`], ['erase', `${question()}/mine/erase`]]) {
    await page.goto(path);
    await pictures(page, `confirm-${name}`);
  }
  await page.goto(link);
  await pictures(page, 'return');
});

onDemo('errors', async ({ page, watch }) => {
  watch.allow(/status of 40[34]/);
  await page.goto('/nothing/here');
  await pictures(page, 'error-not-found');
  await page.goto(question());
  await page.context().clearCookies();
  await page.locator('#poll').getByLabel('I agree with the policy').check();
  await send(page, 'Send your answer');
  await page.getByRole('heading', { name: 'This form is out of date' }).waitFor();
  await pictures(page, 'error-expired-form');
});

onDemo('a draft, as the desk sees it', async ({ page }) => {
  const draft = on.demo.withState('draft');
  await signIn(page, invite(on.demo, { email: 'draft@example.org', role: 'editor' }));
  await pictures(page, 'desk-home-demo');
  await page.goto(`/c/${draft}`);
  await pictures(page, 'question-draft');
  await page.goto(`/desk/c/${draft}`);
  await pictures(page, 'desk-draft');
});

onServer('a poll with several answers, a closed gate, everything answered', async ({ page }) => {
  await page.goto(`/c/${LIBRARY.slug}/results`);
  await page.getByText('Results appear once you have answered').waitFor();
  await pictures(page, 'results-gate-closed');
  await page.goto(`/c/${LIBRARY.slug}`);
  await answerPoll(page, 'Only in winter', 'No');
  await answerStatements(page, 10);
  await goOn(page, '10 more?');
  await answerStatements(page, 10);
  await goOn(page, '3 more?');
  await answerStatements(page, 3);
  await page.getByText('You have answered every statement').waitFor();
  await pictures(page, 'question-done');
  await page.goto(`/c/${LIBRARY.slug}/results`);
  await page.getByRole('heading', { name: 'Every statement' }).waitFor();
  await pictures(page, 'results-few');
});

onServer('a gate that opens at the close', async ({ page }) => {
  await page.goto(`/c/${MARKET.slug}/results`);
  await page.getByText('Results appear when the conversation closes').waitFor();
  await pictures(page, 'results-at-close');
});

onServer('conversations brought in from elsewhere', async ({ page, test: context }) => {
  if (Object.values(REAL).some((name) => realSet(name, (text) => context.diagnostic(text)) === null)) return;
  await page.goto('/');
  await pictures(page, 'home-imported');
  await page.goto('/c/small');
  await page.getByText('This conversation is closed').waitFor();
  await pictures(page, 'question-closed');
  await page.goto('/c/small/mine');
  await pictures(page, 'mine-closed');
  await page.goto('/c/small/results');
  await pictures(page, 'results-imported');
  await page.goto('/c/large/results');
  await follow(page, page.getByRole('link', { name: 'Next page' }));
  await page.getByText('Page 2 of').waitFor();
  await pictures(page, 'results-second-page');
});

onServer('the desk', async ({ page, watch }) => {
  watch.allow(UNPROCESSABLE);
  await page.goto('/desk/sign-in');
  await pictures(page, 'desk-sign-in');
  const link = invite(on.server, { email: 'pages@example.org', role: 'owner' });
  await page.goto(link);
  await pictures(page, 'desk-sign-in-confirm');
  await signIn(page, link);
  await pictures(page, 'desk-home');
  for (const [name, path] of [
    ['nothing-waits', MARKET.slug],
    ['obstacle', ALLOTMENTS.slug],
    ['confirm-open', `${BRIDGE.slug}/open`],
    ['confirm-open-obstacle', `${ALLOTMENTS.slug}/open`],
    ['confirm-close', `${MARKET.slug}/close`],
  ]) {
    await page.goto(`/desk/c/${path}`);
    await pictures(page, `desk-${name}`);
  }
});

test('a queue at the desk, declining without a reason and with one', async () => {
  const author = await visit(on.browser, on.demo.baseUrl);
  await author.page.goto(question());
  for (const text of ['The first statement that waits.', 'The second statement that waits.']) {
    await addStatement(author.page, text);
  }
  const desk = await visit(on.browser, on.demo.baseUrl);
  desk.watch.allow(UNPROCESSABLE);
  await signIn(desk.page, invite(on.demo, { email: 'queue@example.org', role: 'moderator' }));
  await desk.page.goto(`/desk${question()}`);
  await pictures(desk.page, 'desk-queue');
  const item = desk.page.locator('[data-item]').filter({ hasText: 'The first statement that waits.' });
  const rule = item.getByLabel('The rule it breaks').first();
  await item.locator('summary', { hasText: 'Decline' }).click();
  await rule.evaluate((field) => field.removeAttribute('required'));
  await follow(desk.page, item.getByRole('button', { name: 'Decline under this rule' }));
  await item.getByText('Choose the rule it breaks').waitFor();
  await pictures(desk.page, 'desk-no-reason');
  await rule.selectOption('unclear');
  await item.getByLabel('More words for the author').fill('Another statement says the same.');
  await follow(desk.page, item.getByRole('button', { name: 'Decline under this rule' }));
  await desk.close();
  await author.page.goto(`${question()}/mine`);
  await author.page.getByText('Another statement says the same.').waitFor();
  await pictures(author.page, 'mine-declined');
  await author.close();
});

function fill(dataDir) {
  createAll(dataDir);
  for (const [slug, name] of Object.entries(REAL)) {
    const folder = realSet(name, () => {});
    if (folder) bringIn(dataDir, folder, slug);
  }
}
