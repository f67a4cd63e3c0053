// People, the audit log and the queue of everything: by mouse and by keys, on every screen, in light and dark.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { focused, launch, pictures, visit } from './lib/browser.mjs';
import { invite, signIn } from './lib/desk.mjs';
import { addStatement, follow, loading, send } from './lib/reader.mjs';
import { run, startServer } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const TOPICS = { 'night-bus': 'Should the night bus run on weekdays?', 'old-mill': 'What should become of the old mill?' };

const on = stage({ server: () => startServer({ prepare }), browser: launch });

function prepare(dataDir) {
  for (const [slug, title] of Object.entries(TOPICS)) {
    const file = `${dataDir}-${slug}.toml`;
    writeFileSync(file, `title = "${title}"
slug = "${slug}"
gate = "always"
comments = "show"
opens_at = 2026-01-05T08:00:00Z
[organiser]
name = "The Town Gazette"
contact = "desk@gazette.example"
privacy_url = "https://gazette.example/privacy"
[[statement]]
text = "Nurses on late shifts have no other way home."
`);
    const { status, stderr } = run('conversation', 'create', file, '--data', dataDir);
    assert.equal(status, 0, stderr);
  }
}

test('an owner adds somebody, passes the link on, changes the role and removes them', async () => {
  const owner = await visit(on.browser, on.server.baseUrl);
  owner.watch.allow(/status of (409|422)/);
  const { page } = owner;
  await signIn(page, invite(on.server, { email: 'first@example.org', role: 'owner' }));
  await follow(page, page.getByRole('link', { name: 'People' }));
  await page.getByLabel('E-mail address').fill('bo example');
  await send(page, 'Add and make a sign-in link');
  await page.locator('#email-problem').waitFor();
  assert.equal(await page.getByLabel('E-mail address').inputValue(), 'bo example', 'what was typed is lost');
  await pictures(page, 'people-problem');
  await page.getByLabel('E-mail address').fill('bo@example.org');
  await page.getByLabel('Analyst').check();
  await send(page, 'Add and make a sign-in link');
  await page.getByText('Sign-in link for bo@example.org (Analyst)').waitFor();
  await pictures(page, 'people-link');
  const bo = await visit(on.browser, on.server.baseUrl);
  await signIn(bo.page, await page.locator('#sign-in-url').inputValue());
  assert.equal(await bo.page.getByRole('link', { name: 'People' }).count(), 0);
  const row = page.locator('.people li').filter({ hasText: 'bo@example.org' });
  await row.locator('summary').click();
  await row.getByLabel('Role').selectOption('moderator');
  await pictures(page, 'people-role');
  await follow(page, row.getByRole('button', { name: 'Change the role' }));
  await page.getByText('The role is changed').waitFor();
  await bo.page.reload();
  await bo.page.getByRole('link', { name: 'What waits' }).waitFor();
  await follow(page, row.getByRole('link', { name: /^Remove/ }));
  await pictures(page, 'people-remove');
  await send(page, 'Take them off the staff');
  await page.getByText('They are off the staff').waitFor();
  await bo.page.reload();
  assert.equal(new URL(bo.page.url()).pathname, '/desk/sign-in');
  await bo.close();
  const mine = page.locator('.people li').filter({ hasText: 'first@example.org' });
  await follow(page, mine.getByRole('link', { name: /^Remove/ }));
  await send(page, 'Take them off the staff');
  await page.getByRole('alert').getByText('This is the last owner').waitFor();
  await pictures(page, 'people-last-owner');
  await readsTheLog(page);
  await owner.close();
});

async function readsTheLog(page) {
  await follow(page, page.getByRole('link', { name: 'Audit log' }));
  await page.locator('tr', { hasText: /Removed\s*bo@example.org · Moderator/ }).waitFor();
  await pictures(page, 'audit');
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download as CSV').click()]);
  const text = readFileSync(await download.path(), 'utf8');
  assert.match(text, /^number,at,who,act,conversation,object,detail\r\n/);
  assert.match(text, /first@example\.org,remove_person,,bo@example\.org,moderator\r\n/);
  await page.getByLabel('Conversation', { exact: true }).selectOption('night-bus');
  await send(page, 'Show');
  await page.locator('td', { hasText: 'Made' }).waitFor();
  assert.equal(await page.locator('.audit tbody tr').count(), 1);
}

test('one queue of everything: keys decide, and the place is kept', async () => {
  for (const slug of Object.keys(TOPICS)) {
    const reader = await visit(on.browser, on.server.baseUrl);
    await reader.page.goto(`/c/${slug}`);
    for (const n of [1, 2]) {
      await addStatement(reader.page, `Ask the drivers, ${slug}, ${n}.`);
      await reader.page.locator('#add').getByText('Your statement waits for the desk').waitFor();
    }
    await reader.close();
  }
  const staff = await visit(on.browser, on.server.baseUrl);
  const { page } = staff;
  await signIn(page, invite(on.server, { email: 'keys@example.org', role: 'moderator' }));
  await pictures(page, 'desk-waiting');
  await follow(page, page.getByRole('link', { name: /^4 Statements waiting/ }));
  assert.match(page.url(), /show=statements/);
  await pictures(page, 'queue-everywhere');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  assert.match(await focused(page), /Ask the drivers, night-bus, 2/);
  await pictures(page, 'queue-chosen');
  await loading(page, () => page.keyboard.press('a'));
  await page.getByText('It is shown to readers now').waitFor();
  assert.match(page.url(), /\/desk\/queue\?show=statements/, 'back where the decision was taken');
  assert.equal(await page.locator('[data-item]').count(), 3);
  await page.keyboard.press('j');
  await page.keyboard.press('d');
  await page.keyboard.type('It cannot');
  await pictures(page, 'queue-declining');
  await loading(page, () => page.locator('[data-item] details[open] button').click());
  await page.getByText('It is declined').waitFor();
  assert.equal(await page.locator('[data-item]').count(), 2);
  await staff.close();
});
