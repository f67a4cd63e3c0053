// Texts as people write them: words wider than a phone, lines that run from right to left, times in a zone.
// What is measured is where things stand, not what the markup says.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertNoSidewaysScroll, launch, picture, visit } from './lib/browser.mjs';
import { openAll } from './lib/checks.mjs';
import { invite, signIn } from './lib/desk.mjs';
import { run, startServer } from './lib/server.mjs';
import { send } from './lib/reader.mjs';
import { oneMoreAnswers, someone } from './lib/someone.mjs';
import { stage } from './lib/stage.mjs';

const LONG_ADDRESS = 'https://www.gov.example/government/publications/national-partnership-agreement-right-care-right-person/annex-b';
const LONG_WORD = 'Rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetzdurchfuehrungsamtx';
const HEBREW_NAME = '\u05e9\u05e8\u05d4';
const HEBREW = '\u05d4\u05d0\u05dd \u05d4\u05e1\u05e4\u05e8\u05d9\u05d9\u05d4 \u05e6\u05e8\u05d9\u05db\u05d4 \u05dc\u05d4\u05d9\u05e4\u05ea\u05d7?';
const ARABIC = '\u0647\u0644 \u064a\u062c\u0628 \u0623\u0646 \u062a\u0641\u062a\u062d \u0627\u0644\u0645\u0643\u062a\u0628\u0629\u061f';

const on = stage({ server: () => startServer({ prepare, args: ['--comment-batch', '1'] }), browser: launch });

function prepare(dataDir) {
  const make = (slug, { title, language = 'en', options = ['Yes', 'No'], extra = '' }) => {
    const file = `${dataDir}-${slug}.toml`;
    writeFileSync(file, `slug = "${slug}"
title = "${title}"
language = "${language}"
gate = "always"
comments = "show"
opens_at = 2026-01-05T08:00:00Z
${extra}
[organiser]
name = "${slug === 'long' ? LONG_WORD : 'The Town Gazette'}"
contact = "desk@gazette.example"
privacy_url = "https://gazette.example/privacy"
[poll]
question = "${title}"
${options.map((text) => `[[poll.option]]\ntext = "${text}"\n`).join('')}
[[attribute]]
key = "use"
question = "${slug === 'long' ? LONG_WORD : 'How often?'}"
options = ["${slug === 'long' ? LONG_WORD : 'Weekly'}", "Never"]
[[statement]]
text = "${slug === 'long' ? `About ${LONG_WORD}.` : title}"
[[term]]
word = "${slug === 'long' ? LONG_WORD : 'library'}"
text = "${slug === 'long' ? LONG_ADDRESS : 'Where books are.'}"
`);
    const { status, stderr } = run('conversation', 'create', file, '--data', dataDir);
    assert.equal(status, 0, stderr);
  };
  make('long', { title: `Should ${LONG_WORD} open?`, options: [LONG_ADDRESS, 'No'] });
  make('hebrew', { title: HEBREW, language: 'he' });
  make('arabic', { title: ARABIC, options: [ARABIC, 'No'] });
  make('london', { title: 'Until when?', extra: 'time_zone = "Europe/London"\ncloses_at = 2099-06-30T22:00:00+01:00' });
}

/** A reader who has said everything that can be said, and another who answers after that. */
async function says(slug, { statement, comment, name, place }) {
  const send = await someone(on.server.baseUrl, slug);
  await send('ballot', 'PUT', { options: [1] });
  await send('statements/1/vote', 'PUT', { vote: 'agree' });
  await send('statements', 'POST', { text: statement });
  await send('comments', 'POST', { text: comment, quote: place ? 'first_name_and_place' : 'name', name, place });
  await oneMoreAnswers(on.server.baseUrl, slug);
}

const readersPages = (slug) => ['/', `/c/${slug}`, `/c/${slug}/results`, `/c/${slug}/comments`, `/c/${slug}/mine`];

test('no word is wider than a phone, on any page of readers or in the queue', async () => {
  await says('long', { statement: `Not ${LONG_WORD} again.`, comment: `${LONG_WORD} ${LONG_ADDRESS}`, name: LONG_WORD.slice(0, 80), place: LONG_WORD.slice(0, 80) });
  const reader = await visit(on.browser, on.server.baseUrl, { width: 320 });
  const { page } = reader;
  await signIn(page, invite(on.server, { email: 'wide@example.org', role: 'owner' }));
  const pages = [...readersPages('long'), '/c/long/comments/1', '/c/long/comments/1?do=reply', '/c/long/mine/erase'];
  const atTheDesk = ['', '/statements', '/edit', '/preview', '/decided', '/watch', '/exclude?reader=1', '/texts/comment:1', '/texts/statement:2', '/close'];
  await fit(page, [...pages, '/desk', '/desk/queue', ...atTheDesk.map((path) => `/desk/c/long${path}`)]);
  await picture(page, 'texts-long');
  // The page of a withdrawn edition is gone, and says so.
  reader.watch.allow(/410 \(Gone\)/);
  await takeOfLongWords(page);
  await reader.close();
});

/** Nothing on a page is wider than the phone. */
async function fit(page, paths) {
  for (const path of paths) {
    const response = await page.goto(path);
    assert.ok([200, 410].includes(response.status()), `${path}: ${response.status()}`);
    await openAll(page);
    await assertNoSidewaysScroll(page);
  }
}

/** From the close to an edition that is withdrawn: every page on the way. */
async function takeOfLongWords(page) {
  await page.goto('/desk/c/long/close');
  await send(page, 'Close it for good');
  await page.goto('/desk/c/long/take');
  await send(page, 'Draft the take');
  const drafting = ['take', 'take/preview', 'take/publish', 'elsewhere', 'after'];
  await fit(page, drafting.map((path) => `/desk/c/long/${path}`));
  await page.goto('/desk/c/long/take/publish');
  for (const flags of await page.locator('input[name=flags_read]').all()) await flags.check();
  await send(page, 'Publish edition 1');
  await fit(page, ['/take/long-1', '/desk/c/long/take', '/desk/c/long/after', '/desk/c/long/take/1/withdraw', '/c/long', '/c/long/results', '/']);
  await picture(page, 'texts-long-take');
  await page.goto('/desk/c/long/take/1/withdraw');
  await page.getByLabel('Why is it withdrawn?').fill(`${LONG_WORD} ${LONG_ADDRESS}`);
  await send(page, 'Withdraw edition 1');
  await fit(page, ['/take/long-1', '/desk/c/long/take']);
}

test('a Hebrew name keeps its date to its right, and our words their order', async () => {
  await says('arabic', { statement: 'One more.', comment: 'Said.', name: HEBREW_NAME });
  await says('arabic', { statement: 'Another.', comment: 'Turned.', name: 'Ada \u202eihsoM' });
  const reader = await visit(on.browser, on.server.baseUrl, { width: 640 });
  const { page } = reader;
  await page.goto('/c/arabic/comments');
  const lines = await page.locator('.by').evaluateAll((all) => all.map((line) => {
    const at = (selector) => line.querySelector(selector).getBoundingClientRect();
    return { text: line.textContent, name: at('b').right, time: [at('time').left, at('time').right], number: at('a').right };
  }));
  assert.equal(lines.length, 2);
  for (const { text, name, time, number } of lines) {
    assert.ok(name <= time[0] && time[1] < number, `${text}: ${name} ${time} ${number}`);
    assert.ok(!text.includes('\u202e'), text);
  }
  await reader.close();
});

test('what is written from right to left is laid out so', async () => {
  const reader = await visit(on.browser, on.server.baseUrl, { width: 640 });
  const { page } = reader;
  for (const slug of ['hebrew', 'arabic']) {
    await page.goto(`/c/${slug}`);
    // Headline and question end at the right edge of the column, and each answer's button stands right of its words.
    for (const selector of ['h1', '#poll h2']) {
      const heading = await page.locator(selector).first().evaluate((element) => {
        const range = document.createRange();
        range.selectNodeContents(element);
        const [words, box] = [range.getBoundingClientRect(), document.querySelector('main').getBoundingClientRect()];
        const pad = parseFloat(getComputedStyle(document.querySelector('main')).paddingRight);
        return { direction: getComputedStyle(element).direction, fromRight: box.right - pad - words.right, fromLeft: words.left - box.left };
      });
      assert.equal(heading.direction, 'rtl', `${slug} ${selector}`);
      assert.ok(heading.fromRight < 60 && heading.fromLeft > 100, `${selector} ${JSON.stringify(heading)}`);
    }
    // Answers stand as the language of the question runs.
    const runs = slug === 'hebrew' ? -1 : 1;
    const choices = await page.locator('#poll .choice').evaluateAll((all) =>
      all.map((label) => [label.querySelector('input'), label.querySelector('span')].map((part) => part.getBoundingClientRect().left)));
    assert.ok(choices.length === 2 && choices.every(([button, words]) => (words - button) * runs > 0), JSON.stringify(choices));
    await picture(page, `texts-${slug}`);
    await page.goto(`/c/${slug}/results`);
  }
  await oneMoreAnswers(on.server.baseUrl, 'hebrew');
  const card = await fetch(`${on.server.baseUrl}/c/hebrew/card.svg`);
  assert.equal(card.status, 200);
  assert.match(await card.text(), /x="1136"[^>]*text-anchor="end"/);
  await reader.close();
});

test('times are told in the zone of the conversation, by its name', async () => {
  const reader = await visit(on.browser, on.server.baseUrl);
  const { page } = reader;
  for (const path of ['/', '/c/london']) {
    await page.goto(path);
    assert.match(await page.locator('main').innerText(), /30 June 2099, 22:00 \(UK time\)/, path);
  }
  await signIn(page, invite(on.server, { email: 'times@example.org', role: 'editor' }));
  await page.goto('/desk/c/london/edit');
  assert.equal(await page.getByLabel('Closes by itself').or(page.locator('[name="closes_at"]')).first().inputValue(), '2099-06-30T22:00');
  await reader.close();
});
