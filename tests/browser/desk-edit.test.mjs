// Making and changing a conversation in the form at the desk: by keyboard, by mouse, without scripts, by file; what
// is wrong, what is locked, two at once; every state in every size.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { focusComesTo, focused, launch, pictures, tabTo, visit } from './lib/browser.mjs';
import { BRIDGE, createAll } from './lib/conversations.mjs';
import { invite, signIn } from './lib/desk.mjs';
import { answerPoll, follow, loading, send } from './lib/reader.mjs';
import { startDemo, startServer } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const on = stage({ demo: startDemo, server: () => startServer({ prepare: createAll }), browser: launch });

let staffCount = 0;

/** A test by an editor of their own, signed in. */
function withEditor(name, walk, { server = () => on.server, ...options } = {}) {
  test(name, async () => {
    const staff = await visit(on.browser, server().baseUrl, options);
    staffCount += 1;
    await signIn(staff.page, invite(server(), { email: `editor-${staffCount}@example.org`, role: 'editor' }));
    await walk(staff);
    await staff.close();
  });
}

const press = (page, label) => send(page, label);
const option = (page, n) => page.locator(`#poll-option-${n}`);

for (const scripts of ['on', 'off']) {
  withEditor(`by mouse a conversation is made, read as a reader would, opened and changed, scripts ${scripts}`, async ({ page, context, watch }) => {
    watch.allow(/status of 422/);
    const slug = `market-hours-${scripts}`;
    await follow(page, page.getByRole('link', { name: 'New conversation' }));
    await page.getByLabel('Headline').fill('Should the market open earlier?');
    await page.getByLabel('Name in addresses').fill(slug);
    await page.getByLabel('Background').fill('It opens at *eight*.\n\nTraders asked for seven.');
    await page.locator('#poll-question').fill('Should it open at seven?');
    await option(page, 1).getByLabel('Wording').fill('No');
    await option(page, 2).getByLabel('Wording').fill('Yes');
    await press(page, 'Add an option');
    await option(page, 3).getByLabel('Wording').fill('Yes, if buses run');
    await option(page, 3).getByLabel('Condition').fill('buses run');
    await press(page, 'Move option 2 up');
    assert.equal(await option(page, 1).getByLabel('Wording').inputValue(), 'Yes');
    await page.getByLabel('Statements to begin with').fill('I shop before work.\nTraders need their sleep.');
    await page.getByLabel('Organiser', { exact: true }).fill('The Town Gazette');
    await press(page, 'Make the draft');
    await page.locator('#errors').getByRole('link', { name: /^Contact/ }).waitFor();
    await page.getByLabel('Contact').fill('desk@gazette.example');
    await page.getByLabel('Address of the privacy notice').fill('https://gazette.example/privacy');
    await looksLikeThePage(page, context, scripts);
    await press(page, 'Make the draft');
    await page.getByText('The draft is made.').waitFor();
    assert.equal(new URL(page.url()).pathname, `/desk/c/${slug}`);
    await follow(page, page.getByRole('link', { name: 'Open this conversation' }));
    await press(page, 'Open it to readers');
    const reader = await visit(on.browser, on.server.baseUrl, { scripts });
    await reader.page.goto(`/c/${slug}`);
    await answerPoll(reader.page, 'Yes, if buses run');
    await reader.close();
    await changesAfterAnswer(page, slug);
  }, { scripts });
}

async function looksLikeThePage(page, context, scripts) {
  const opened = context.waitForEvent('page');
  await page.getByRole('button', { name: /^Preview as a reader/ }).click();
  const preview = await opened;
  await preview.getByText('This is a preview').waitFor();
  await preview.getByRole('heading', { level: 1, name: 'Should the market open earlier?' }).waitFor();
  assert.equal(await preview.locator('.lead em').textContent(), 'eight');
  assert.equal(await preview.getByRole('button', { name: 'Send your answer' }).isDisabled(), true);
  if (scripts === 'on') await pictures(preview, 'desk-edit-preview');
  await preview.close();
  assert.equal(await page.getByLabel('Headline').inputValue(), 'Should the market open earlier?');
}

async function changesAfterAnswer(page, slug) {
  await page.goto(`/desk/c/${slug}/edit`);
  const question = page.locator('#part-poll');
  await question.getByText('Readers have answered this, so it stays as it is.').waitFor();
  assert.equal(await question.locator('input, textarea, select').count(), 0);
  await page.locator('#save').getByText('1 reader has answered, up to version 1.').waitFor();
  await page.getByLabel('Background').fill('It opens at *eight* all year.');
  await press(page, 'Save as version 2');
  await page.getByText('It is saved as a new version.').waitFor();
  await page.goto(`/c/${slug}`);
  await page.getByText('all year').waitFor();
}

withEditor('by keyboard alone: typed, a term added, looked over, saved', async ({ page }) => {
  const { keyboard } = page;
  await page.goto('/desk/new');
  await tabTo(page, page.getByLabel('Headline'));
  await focused(page);
  await keyboard.type('Typed and tabbed');
  await loading(page, () => keyboard.press('Enter'));
  await page.getByText('It is not saved yet.').waitFor();
  assert.equal(await page.getByLabel('Headline').inputValue(), 'Typed and tabbed', 'Enter in a field saved or lost it');
  await tabTo(page, page.getByRole('button', { name: 'Add a term' }));
  await focused(page);
  await loading(page, () => keyboard.press('Enter'));
  await focusComesTo(page, 'term-1-word');
  await focused(page);
  await keyboard.type('callout');
  await keyboard.press('Tab');
  await keyboard.type('A call that somebody attends.');
  await tabTo(page, page.getByRole('button', { name: 'Make the draft' }));
  await focused(page);
  await loading(page, () => keyboard.press('Enter'));
  await page.getByText('The draft is made.').waitFor();
  await follow(page, page.getByRole('link', { name: 'Edit', exact: true }));
  assert.equal(await page.locator('#term-1-text').inputValue(), 'A call that somebody attends.');
});

withEditor('what is wrong has the focus on top, and its link leads to the field', async ({ page, watch }) => {
  watch.allow(/status of 422/);
  await page.goto('/desk/new');
  await page.getByLabel('Title of the story').fill('A story without an address');
  await press(page, 'Make the draft');
  await focusComesTo(page, 'errors');
  await page.locator('#errors').getByRole('link', { name: /^Headline/ }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'title');
  assert.equal(await page.getByLabel('Title of the story').inputValue(), 'A story without an address');
  await page.locator('#story_url-problem').waitFor();
  await pictures(page, 'desk-edit-wrong');
});

withEditor('of two editors the second keeps the text and sees what is stored', async ({ page, context, watch }) => {
  watch.allow(/status of 409/);
  const other = await context.newPage();
  for (const one of [page, other]) await one.goto(`/desk/c/${BRIDGE.slug}/edit`);
  await other.getByLabel('Headline').fill('Saved meanwhile');
  await press(other, 'Save the changes');
  await page.bringToFront();
  await page.getByLabel('Title of the story').fill('Mine');
  await page.getByLabel('Address of the story').fill('https://gazette.example/bridge');
  await press(page, 'Save the changes');
  await page.locator('#overtaken').getByText('Saved meanwhile').waitFor();
  assert.equal(await page.getByLabel('Title of the story').inputValue(), 'Mine');
  await pictures(page, 'desk-edit-overtaken');
  await press(page, 'Save the changes');
  await page.getByText('It is saved.', { exact: true }).waitFor();
});

withEditor('from a file, chosen or pasted, to the form and back to a file', async ({ page, watch }) => {
  watch.allow(/status of 422/);
  const file = `${on.server.dataDir}-chosen.toml`;
  writeFileSync(file, 'title = "From a file"\nslug = "from-a-file"\n[[statement]]\ntext = "It came in a file."\n');
  await page.goto('/desk/new');
  await follow(page, page.getByRole('link', { name: 'Start from a conversation file' }));
  await page.getByLabel('Or paste its text').fill('title = "T"\nmystery = 1');
  await pictures(page, 'desk-edit-file');
  await press(page, 'Fill the form');
  await page.locator('#toml-problem').getByText('line 2').waitFor();
  await pictures(page, 'desk-edit-file-wrong');
  await page.getByLabel('Choose a file').setInputFiles(file);
  await press(page, 'Fill the form');
  assert.equal(await page.getByLabel('Statements to begin with').inputValue(), 'It came in a file.');
  await press(page, 'Make the draft');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Conversation file (TOML)' }).click();
  assert.equal((await download).suggestedFilename(), 'from-a-file.toml');
});

withEditor('the form in every size, light and dark', async ({ page }) => {
  await page.goto('/desk');
  await pictures(page, 'desk-edit-home');
  await page.goto('/desk/new');
  await pictures(page, 'desk-edit-new');
  for (const label of ['Add a rule', 'Add a term', 'Add a figure', 'Add a question about the reader']) await press(page, label);
  await pictures(page, 'desk-edit-rows');
  await page.goto(`/desk/c/${on.demo.withState('open')}/edit`);
  await pictures(page, 'desk-edit-locked');
  await page.goto(`/desk/c/${on.demo.withState('draft')}/edit`);
  await pictures(page, 'desk-edit-draft');
}, { server: () => on.demo });
