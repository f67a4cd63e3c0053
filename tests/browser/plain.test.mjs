// The whole way of a reader whose browser runs no scripts: plain forms, plain links, nothing missing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, until, visit } from './lib/browser.mjs';
import { addStatement, answer, answerPoll, answerStatements, follow, goOn, send, shown } from './lib/reader.mjs';
import { startDemo } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const OPTION = 'I support it in principle';

const on = stage({ demo: startDemo, browser: launch });

test('a reader without scripts answers, takes back, adds, changes, returns elsewhere and sees the results', async () => {
  const reader = await visit(on.browser, on.demo.baseUrl, { scripts: 'off', width: 390 });
  const { page } = reader;
  const question = `/c/${on.demo.withState('open')}`;
  const before = await counts(question);
  await page.goto(question);
  await answerPoll(page, OPTION);
  await tenStatements(page);
  await undoAndSkip(page);
  await addStatement(page, 'Every area should publish how often nobody came.');
  await page.locator('#add').getByText('Your statement waits for the desk').waitFor();
  await aboutMe(page);
  await changeAndWithdraw(page, question);
  await returnElsewhere(await page.getByLabel('Your private link back').inputValue());
  await page.goto(`${question}/results`);
  await page.locator('#who').getByText(`${(before.ballots + 1).toLocaleString('en-GB')} readers chose to answer`).waitFor();
  // Twelve were answered, one of them taken back, one withdrawn; skipping is no answer.
  const { ballots, votes } = await counts(question);
  assert.deepEqual({ ballots, votes }, { ballots: before.ballots + 1, votes: before.votes + 10 });
  await reader.close();
});

async function tenStatements(page) {
  assert.equal((await shown(page)).progress, '1 of 10');
  await answerStatements(page, 10);
  const { progress } = await goOn(page, '10 more?');
  assert.equal(progress, '1 of 10');
}

async function undoAndSkip(page) {
  const second = await answer(page, 'Agree');
  await answer(page, 'Disagree');
  const undone = await answer(page, 'Undo the last one');
  assert.deepEqual(undone, second, 'undoing brings the statement back');
  await page.getByText('Taken back.').locator('visible=true').waitFor();
  const next = await answer(page, 'Skip this one');
  assert.equal(next.progress, '3 of 10');
}

async function aboutMe(page) {
  const role = page.locator('#about select').first();
  const chosen = await role.locator('option').nth(1).textContent();
  await role.selectOption(chosen);
  await page.getByLabel('I agree that these answers about me').check();
  await send(page, 'Save these answers');
  await page.locator('#about').getByText('Saved.').waitFor();
  assert.equal(await role.locator('option:checked').textContent(), chosen);
}

async function changeAndWithdraw(page, question) {
  await page.goto(`${question}/mine`);
  await page.locator('#statements').getByText('Waits for the desk').waitFor();
  const votes = page.locator('#votes li');
  assert.equal(await votes.count(), 12, 'eleven answers and one skipped');
  // Which statements came was chance, so was what the first one was answered with.
  const marked = (words) => votes.filter({ has: page.locator('.mark', { hasText: words }) });
  const nUnsure = await marked('Unsure').count();
  await marked('Agree').first().locator('summary').click();
  await follow(page, marked('Agree').first().getByRole('button', { name: 'Unsure', exact: true }));
  await page.getByText('Your answer is changed').waitFor();
  assert.equal(await marked('Unsure').count(), nUnsure + 1);
  await marked('Agree').first().locator('summary').click();
  await follow(page, marked('Agree').first().getByRole('button', { name: 'Withdraw this answer' }));
  await page.getByText('Your answer is withdrawn').waitFor();
  assert.equal(await votes.count(), 11);
}

async function returnElsewhere(link) {
  const elsewhere = await visit(on.browser, on.demo.baseUrl, { scripts: 'off', width: 390 });
  const { page } = elsewhere;
  await page.goto(link);
  await send(page, 'Use these answers in this browser');
  await page.getByText('This browser now has the answers').waitFor();
  await page.getByText(OPTION).waitFor();
  assert.equal(await page.locator('#votes li').count(), 11);
  await elsewhere.close();
}

/** What the results count, once they hold everything that was answered before. */
async function counts(question) {
  const slug = question.split('/').at(-1);
  const read = async () => {
    const response = await fetch(`${on.demo.baseUrl}/api/v1/conversations/${slug}/results`);
    const { poll, counts: { votes }, seq } = await response.json();
    return { ballots: poll.n, votes, seq };
  };
  let last;
  return until(read, ({ seq }) => {
    const isSettled = seq === last;
    last = seq;
    return isSettled;
  }, { what: 'results that stand still' });
}
