// What readers say: writing, answering, changing, reporting and erasing, with scripts and without, in every size.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { focused, launch, pictures, tabTo, visit } from './lib/browser.mjs';
import { invite, signIn } from './lib/desk.mjs';
import { follow, send } from './lib/reader.mjs';
import { run, startServer } from './lib/server.mjs';
import { oneMoreAnswers } from './lib/someone.mjs';
import { stage } from './lib/stage.mjs';

const SLUG = 'night-bus';
const COMMENTS = `/c/${SLUG}/comments`;

const on = stage({ server: () => startServer({ prepare, args: ['--comment-batch', '1'] }), browser: launch });

function prepare(dataDir) {
  const file = `${dataDir}-${SLUG}.toml`;
  writeFileSync(file, `title = "Should the night bus run on weekdays?"
slug = "${SLUG}"
gate = "always"
comments = "show"
opens_at = 2026-01-05T08:00:00Z
[organiser]
name = "The Town Gazette"
contact = "desk@gazette.example"
privacy_url = "https://gazette.example/privacy"
[poll]
question = "Should it run on weekdays?"
[[poll.option]]
text = "Yes"
[[poll.option]]
text = "Only before holidays"
[[statement]]
text = "Nurses on late shifts have no other way home."
`);
  const { status, stderr } = run('conversation', 'create', file, '--data', dataDir);
  assert.equal(status, 0, stderr);
}

for (const scripts of ['off', 'on']) {
  test(`a reader writes, replies, changes, reports and erases with scripts ${scripts}`, async () => {
    const ada = await visit(on.browser, on.server.baseUrl, { scripts, width: 390 });
    const ben = await visit(on.browser, on.server.baseUrl, { scripts, width: 390 });
    // A form shown again for what is wrong with it.
    ada.watch.allow(/status of 422/);
    await sayWhy(ada.page, scripts);
    await ada.page.getByText('Others will see it when one more person has answered').waitFor();
    await oneMoreAnswers(on.server.baseUrl, SLUG);
    const own = await replies(ben.page, ada.page.url());
    await changes(ben.page, own);
    await oneMoreAnswers(on.server.baseUrl, SLUG);
    await reports(ada.page, own);
    await erases(ben.page, own);
    await ada.close();
    await ben.close();
  });
}

async function sayWhy(page, scripts) {
  await page.goto(`/c/${SLUG}`);
  await page.getByLabel('Only before holidays').check();
  await send(page, 'Send your answer');
  await follow(page, page.getByRole('link', { name: 'Say why' }));
  await page.getByLabel('Your comment').fill('There are fewer drivers\n\nthan people think.');
  if (scripts === 'on') assert.match(await page.locator('#add-count').textContent(), /^Characters left: 3,?9\d\d$/);
  await page.getByLabel('Yes, with my name').check();
  await send(page, 'Send your comment');
  await page.locator('#errors').getByText('Give the name').waitFor();
  assert.equal(await page.getByLabel('Your comment').inputValue(), 'There are fewer drivers\n\nthan people think.');
  await page.getByLabel('Your name (optional)').fill('Ada Okoye');
  await send(page, 'Send your comment');
  const comment = page.locator('.comment:target');
  await comment.getByText('Ada Okoye').waitFor();
  await comment.getByText('On the answer “Only before holidays”').waitFor();
}

async function replies(page, url) {
  await page.goto(url.replace(/\?said=[a-z-]+/, ''));
  await follow(page, page.locator('.comment:target').getByRole('link', { name: /^Reply/ }));
  await page.getByLabel('Your reply').fill('How many are there?');
  await send(page, 'Send your reply');
  const comment = page.locator('.comment:target');
  await comment.getByText('A reader').waitFor();
  return comment.getAttribute('id');
}

async function changes(page, id) {
  await follow(page, page.locator(`#${id}`).getByRole('link', { name: /^Change/ }));
  await page.getByLabel('Your comment').fill('How many drivers are there?');
  await send(page, 'Save the change');
  await page.locator(`#${id}`).getByText('How many drivers are there?').waitFor();
  await page.locator(`#${id} .by`).getByText('edited').waitFor();
}

async function reports(page, id) {
  await page.goto(COMMENTS);
  await follow(page, page.locator(`#${id}`).getByRole('link', { name: /^Report/ }));
  await page.getByLabel('The rule it breaks').selectOption({ index: 1 });
  await send(page, 'Send the report');
  await page.getByText('Somebody at the desk will look at it.').waitFor();
}

async function erases(page, id) {
  await page.goto(`/c/${SLUG}/mine`);
  await follow(page, page.getByRole('link', { name: `Erase (comment ${id.slice(1)})` }));
  await send(page, 'Erase my comment');
  await page.goto(COMMENTS);
  assert.equal(await page.getByText('How many drivers are there?').count(), 0);
}

test('the pages of comments in every size, light and dark', async () => {
  const reader = await visit(on.browser, on.server.baseUrl);
  const { page } = reader;
  await page.goto(COMMENTS);
  await pictures(page, 'comments-none-of-mine');
  for (const text of ['It is the only bus that stops at the hospital.', 'A longer thought.\n\nIn two paragraphs, with a\nline broken.']) {
    await page.goto(COMMENTS);
    await page.getByLabel('Your comment').fill(text);
    await send(page, 'Send your comment');
  }
  for (const reply of ['First reply.', 'Second reply, deeper.']) {
    await follow(page, page.locator('.comment:target').getByRole('link', { name: /^Reply/ }));
    await page.getByLabel('Your reply').fill(reply);
    await send(page, 'Send your reply');
  }
  await pictures(page, 'comments-thread');
  await page.goto(COMMENTS);
  await pictures(page, 'comments');
  await follow(page, page.getByRole('link', { name: /^Reply/ }).first());
  await send(page, 'Send your reply');
  await page.locator('#errors').waitFor();
  reader.watch.allow(/status of 422/);
  await pictures(page, 'comments-reply-wrong');
  await page.goto(`/c/${SLUG}/mine`);
  await pictures(page, 'comments-mine');
  await page.goto(`/c/${SLUG}`);
  await pictures(page, 'comments-question');
  await reader.close();
});

for (const scripts of ['off', 'on']) {
  test(`a moderator comments as staff and declines a comment where it stands with scripts ${scripts}`, async () => {
    await moderates(scripts, `Buy my bicycle, with scripts ${scripts}.`);
  });

  test(`a statement is reported with scripts ${scripts}`, async () => reportsStatement(scripts));
}

/** Pictures are taken by scripts. */
const look = (scripts, page, name) => (scripts === 'on' ? pictures(page, name) : undefined);

async function moderates(scripts, text) {
  const author = await visit(on.browser, on.server.baseUrl, { scripts });
  await author.page.goto(COMMENTS);
  await author.page.getByLabel('Your comment').fill(text);
  await send(author.page, 'Send your comment');
  await oneMoreAnswers(on.server.baseUrl, SLUG);
  const staff = await visit(on.browser, on.server.baseUrl, { scripts });
  const { page } = staff;
  await signIn(page, invite(on.server, { email: `mod-${scripts}@example.org`, role: 'moderator' }));
  await page.goto(COMMENTS);
  await page.getByLabel('Your comment').fill('We asked the drivers.');
  await page.getByLabel('Your name (optional)').fill('The Town Gazette');
  await send(page, 'Send your comment');
  await page.locator('.comment:target .tag', { hasText: 'Staff' }).waitFor();
  await page.goto(COMMENTS);
  const comment = page.locator('.comment', { hasText: text });
  await comment.locator('summary', { hasText: 'Decline' }).click();
  await look(scripts, page, 'comments-moderated');
  await comment.getByLabel('The rule it breaks').selectOption({ index: 1 });
  await comment.getByLabel('More words for the author').fill('No advertising.');
  await follow(page, comment.getByRole('button', { name: 'Decline under this rule' }));
  await page.getByText('It is declined').waitFor();
  assert.equal(new URL(page.url()).pathname, COMMENTS);
  assert.equal(await page.getByText(text).count(), 0);
  await author.page.goto(`/c/${SLUG}/mine`);
  await author.page.getByText('No advertising.').first().waitFor();
  await page.goto(`/desk/c/${SLUG}/texts/comment:1`);
  await look(scripts, page, 'desk-text');
  author.watch.allow(/status of 422/);
  await author.page.goto(COMMENTS);
  await author.page.getByLabel('Your comment').fill('I am the paper.');
  await author.page.getByLabel('Your name (optional)').fill('The Town Gazette');
  await send(author.page, 'Send your comment');
  await author.page.locator('#errors').getByText('belongs to the organiser').waitFor();
  await look(scripts, author.page, 'comments-protected-name');
  await author.close();
  await staff.close();
}

async function reportsStatement(scripts) {
  const reader = await visit(on.browser, on.server.baseUrl, { scripts });
  const { page } = reader;
  reader.watch.allow(/status of 422/);
  await page.goto(`/c/${SLUG}`);
  await follow(page, page.getByRole('link', { name: 'Report this statement' }));
  await page.getByText('Nurses on late shifts').waitFor();
  await look(scripts, page, 'report-statement');
  // The form is not validated by the browser.
  await send(page, 'Send the report');
  await page.locator('#errors').waitFor();
  await look(scripts, page, 'report-statement-wrong');
  await page.getByLabel('The rule it breaks').selectOption({ index: 1 });
  await send(page, 'Send the report');
  await page.getByText('Somebody at the desk will look at it').waitFor();
  await reader.close();
}

test('a comment is written with the keyboard alone', async () => {
  const reader = await visit(on.browser, on.server.baseUrl);
  const { page } = reader;
  await page.goto(COMMENTS);
  await tabTo(page, page.getByLabel('Your comment'));
  await focused(page);
  await page.keyboard.type('Typed and tabbed.');
  await tabTo(page, page.locator('input[name=quote]:checked'));
  await page.keyboard.press('ArrowDown');
  await focused(page);
  await tabTo(page, page.getByRole('button', { name: 'Send your comment' }));
  await focused(page);
  await Promise.all([page.waitForEvent('domcontentloaded'), page.keyboard.press('Enter')]);
  await page.locator('.comment:target').getByText('Typed and tabbed.').waitFor();
  await reader.close();
});
