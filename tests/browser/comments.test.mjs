// What readers say: writing, answering, changing, reporting and erasing, with scripts and without, in every size.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { focused, launch, pictures, tabTo, visit } from './lib/browser.mjs';
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
    await ada.page.getByText('Only you see it. It appears after one more person has answered').waitFor();
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
