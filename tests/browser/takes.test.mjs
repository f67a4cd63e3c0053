// Takes: published editions as readers have them, and the whole way of one from a closed conversation to an answer to
// somebody who found a word unclear.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersByApi } from './lib/api.mjs';
import { launch, picture, pictures, visit } from './lib/browser.mjs';
import { assertInkOnPaper, assertNoControls, assertNothingIsCut, openAll, reachable, space, walkThrough, weigh } from './lib/checks.mjs';
import { FERRY, createFerry } from './lib/conversations.mjs';
import { invite, signIn } from './lib/desk.mjs';
import { follow, send } from './lib/reader.mjs';
import { startDemo, startServer } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const TAKE_MAX_BYTES = 60 * 1024;

/** A sheet of A4 within its margins, in CSS pixels. */
const SHEET = { width: 700, height: 1000 };

const on = stage({ demo: startDemo, server: () => startServer({ prepare: createFerry }), browser: launch });

const older = () => `/take/${on.demo.editions[0].id}`;
const newer = () => `/take/${on.demo.editions[1].id}`;

/** A test by a reader of the demo. */
function withReader(name, walk, options) {
  test(name, async (context) => {
    const reader = await visit(on.browser, on.demo.baseUrl, options);
    await walk(reader, context);
    await reader.close();
  });
}

withReader('both editions and what belongs to them in every size, light and dark', async ({ page, watch }) => {
  watch.allow(/status of 422/);
  await page.goto(older());
  await pictures(page, 'take-older');
  await page.goto(newer());
  await pictures(page, 'take');
  await openAll(page);
  await pictures(page, 'take-opened');
  for (const chart of ['poll', 'map']) {
    await page.goto(`${newer()}/charts/${chart}`);
    await pictures(page, `take-chart-${chart}`);
  }
  await page.goto(`${newer()}/unclear`);
  await pictures(page, 'take-unclear');
  await send(page, 'Tell the desk');
  await page.getByText('Say which words are unclear').waitFor();
  await pictures(page, 'take-unclear-wrong');
});

withReader('the older edition announces the newer, which says what it changed and leads back', async ({ page }) => {
  await page.goto(older());
  const told = page.locator('.note a').filter({ hasText: 'There is a newer edition' });
  assert.match(await told.textContent(), /: 2, of 17 January 2025\. .* Changed: /);
  await told.click();
  await page.waitForURL(`**${newer()}`);
  assert.equal(await page.getByText('There is a newer edition').count(), 0);
  await page.locator('.note').getByText('This edition follows edition 1').waitFor();
  await page.locator('.note').getByText('The text', { exact: true }).waitFor();
  await page.locator('#editions').getByRole('link', { name: /^Edition 1,/ }).click();
  await page.waitForURL(`**${older()}`);
});

for (const scripts of ['off', 'on']) {
  withReader(`a take is whole and can be called unclear, scripts ${scripts}`, async ({ page }) => {
    await page.goto(newer());
    assert.equal(await page.locator('h1').count(), 1);
    for (const there of ['.standfirst .bound', '.byline', '.poll-chart svg', '.map-figure svg', '.quote blockquote', '.terms dd', '.method li', '#responses', '#clarifications', '#disclosure dd', '#editions a']) {
      assert.equal(await page.locator(there).locator('visible=true').count() > 0, true, `${there} is not shown`);
    }
    // What is folded opens without a script.
    await page.locator('#figures-all summary').click();
    await page.locator('#figure-1').getByText('counted here').waitFor();
    await page.locator('#take-statements summary').click();
    assert.equal(await page.locator('#take-statements tbody tr').locator('visible=true').count() > 10, true);
    await page.locator('.terms').getByRole('link', { name: 'Unclear? section 136', exact: true }).click();
    assert.equal(await page.getByLabel('The word or sentence').inputValue(), 'section 136');
    await page.getByLabel('How it could be read').fill('Is it the same as section 135?');
    await send(page, 'Tell the desk');
    await page.getByRole('status').getByText('Thank you.').waitFor();
    assert.equal(new URL(page.url()).pathname, newer());
  }, { scripts, width: 390 });
}

withReader('a figure leads to where it comes from, which opens for it', async ({ page }) => {
  await page.goto(newer());
  const figure = page.locator('.standfirst .bound').first();
  const value = await figure.textContent();
  await figure.click();
  const source = page.locator('#figure-1');
  await source.waitFor({ state: 'visible' });
  assert.equal(await source.locator('b').textContent(), value);
}, { scripts: 'off' });

for (const scheme of ['light', 'dark']) {
  withReader(`a take is printed whole and without controls from a ${scheme} screen`, async ({ page }) => {
    await page.goto(newer());
    await page.emulateMedia({ media: 'print' });
    await assertNoControls(page);
    for (const left of ['a.button', '.terms a.unclear']) {
      assert.equal(await page.locator(left).locator('visible=true').count(), 0, `${left} is printed`);
    }
    for (const kept of ['h1', '.standfirst', '.byline', '.banner', '.chart-wide', '.map-figure svg', '.quote', '.terms dd', '.method li', '#responses', '#clarifications', '#figures-all li', '#take-segments table', '#take-statements table', '#disclosure dd', '.hashes code']) {
      assert.equal(await page.locator(kept).locator('visible=true').count() > 0, true, `${kept} is not printed`);
    }
    await assertInkOnPaper(page);
    await assertNothingIsCut(page);
    await picture(page, `print-take-${scheme}`);
  }, { ...SHEET, scheme });
}

withReader('where words were clarified, paper says so too', async ({ page }) => {
  await page.goto(newer());
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.story-body').getByText('Clarified on 16 January 2025').isVisible(), true);
}, SHEET);

for (const [name, path] of [
  ['a take', newer],
  ['a chart of it', () => `${newer()}/charts/map`],
  ['what is unclear', () => `${newer()}/unclear`],
]) {
  withReader(`Tab goes through everything on the page and out of it again: ${name}`, async ({ page }) => {
    await page.goto(path());
    const stops = await walkThrough(page);
    assert.equal(stops.length, await reachable(page), stops.join('\n'));
  });
}

for (const [name, options, prepare] of [
  ['enlarged to 200 % in a window of 1280 px', { width: 640, height: 450 }, () => {}],
  ['wider spacing at 320 px', { width: 320 }, space],
  ['wider spacing at 1280 px', { width: 1280 }, space],
]) {
  withReader(`nothing of a take is cut: ${name}`, async ({ page }) => {
    for (const path of [newer(), `${newer()}/charts/poll`, `${newer()}/unclear?passage=assessment`]) {
      await page.goto(path);
      await openAll(page);
      await prepare(page);
      await assertNothingIsCut(page);
      await picture(page, `strain-take-${options.width}-${path.split(/[/?]/)[3] ?? 'page'}`);
    }
  }, options);
}

test('a take with its style and script is within 60 KB', async (context) => {
  const weights = await weigh(on, newer());
  const told = weights.map(({ type, bytes }) => `${type} ${bytes}`);
  const total = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  context.diagnostic(`${total} bytes with headers: ${told.join(', ')}`);
  assert.ok(total <= TAKE_MAX_BYTES, `${total} bytes: ${told.join(', ')}`);
});

test('the picture to share and the charts come as what they say they are', async () => {
  const page = await fetch(on.demo.baseUrl + newer()).then((response) => response.text());
  const shared = page.match(/property="og:image" content="([^"]+)"/)[1];
  assert.deepEqual(await pngSize(shared), { width: 1200, height: 630 });
  assert.deepEqual(await pngSize(`${newer()}/card.png?scale=2`), { width: 2400, height: 1260 });
  for (const chart of ['poll', 'map']) {
    const once = await pngSize(`${newer()}/charts/${chart}.png`);
    assert.ok(once.width >= 600 && once.height >= 200, JSON.stringify(once));
    const twice = await pngSize(`${newer()}/charts/${chart}.png?scale=2`);
    assert.deepEqual(twice, { width: 2 * once.width, height: 2 * once.height });
  }
  for (const drawing of ['card.svg', 'charts/poll.svg', 'charts/map.svg']) {
    const response = await fetched(`${newer()}/${drawing}`, /^image\/svg\+xml/);
    assert.match(await response.text(), /^(<\?xml[^>]*>\s*)?<svg [^>]*xmlns=/);
  }
});

test('by mouse: from a closed conversation to a signed edition, and to an answer to what was unclear', async () => {
  await everybodyAnswers();
  const staff = await visit(on.browser, on.server.baseUrl);
  const { page } = staff;
  await signIn(page, invite(on.server, { email: 'editor@example.org', role: 'editor' }));
  await follow(page, page.locator(`main a[href="/desk/c/${FERRY.slug}"]`));
  await follow(page, page.getByRole('link', { name: 'Close this conversation' }));
  await send(page, 'Close it for good');
  await follow(page, page.getByRole('link', { name: 'Take', exact: true }));
  await pictures(page, 'desk-take-none');
  await send(page, 'Draft the take');
  await page.getByText('The results are frozen, and a take is drafted.').waitFor();
  await looksLikeATake(page);
  await isRefused(page);
  await isPublished(page);
  const published = new URL(page.url()).pathname;
  const reader = await visit(on.browser, on.server.baseUrl, { width: 390 });
  await findsUnclear(reader.page, published);
  await isAnswered(page, published);
  await seesTheAnswer(reader.page, published);
  await reader.close();
  await staff.close();
});

/** Enough of them that what is drafted has something to say. */
async function everybodyAnswers() {
  for (let reader = 0; reader < 36; reader += 1) {
    const [option, votes] = reader % 3 === 0 ? [3, ['disagree', 'agree', 'agree', 'agree']] : [1 + (reader % 2), ['agree', 'disagree', 'disagree', 'agree']];
    const comment = reader < 8 ? `I take it ${reader + 2} times a month, and I would miss it on the way home from work.` : undefined;
    await answersByApi(on.server, FERRY.slug, { option, votes, comment });
  }
}

async function looksLikeATake(page) {
  await send(page, 'Preview as a reader');
  await page.getByText('This is a draft of a take: only staff see it.').waitFor();
  await page.locator('.poll-chart .chart-wide').waitFor();
  await page.locator('.byline').getByText('Drafted by a program').waitFor();
  await pictures(page, 'desk-take-preview');
  await page.goBack();
}

/** A bare number is refused where it stands, and mended. */
async function isRefused(page) {
  const body = page.getByLabel('Text', { exact: true });
  const drafted = await body.inputValue();
  await body.fill(`It carries 312 people a night.\n\n${drafted}`);
  await send(page, 'Save and check');
  const told = 'Text, line 1: “312” has no source.';
  await page.locator('#refused').getByRole('link', { name: told }).waitFor();
  await pictures(page, 'desk-take-refused');
  await send(page, 'Publish…');
  await page.locator('#refused').getByRole('link', { name: told }).waitFor();
  assert.equal(await page.getByRole('button', { name: /^Publish/ }).count(), 0, 'it can be published all the same');
  await pictures(page, 'desk-take-publish-refused');
  await page.locator('#refused').getByRole('link', { name: told }).click();
  await page.waitForURL('**/take#body');
  await body.fill(drafted);
  await send(page, 'Save and check');
  await page.getByText('Saved.').waitFor();
  assert.equal(await page.locator('#refused').count(), 0);
}

async function isPublished(page) {
  await send(page, 'Publish…');
  await pictures(page, 'desk-take-publish');
  await page.getByLabel('Your name, as readers see it').fill('Ada Okoye, editor');
  for (const check of await page.locator('input[name=checked]').all()) await check.check();
  for (const flags of await page.locator('input[name=flags_read]').all()) await flags.check();
  await send(page, 'Publish edition 1');
  await page.getByRole('status').getByText('The edition is published, signed and final.').waitFor();
  assert.equal(new URL(page.url()).pathname, `/take/${FERRY.slug}-1`);
}

async function findsUnclear(page, published) {
  await page.goto(published);
  await page.getByText('signed off by Ada Okoye, editor').first().waitFor();
  await page.locator('.terms').getByRole('link', { name: `Unclear? ${FERRY.term}`, exact: true }).click();
  await page.getByLabel('How it could be read').fill('Which part does the council pay?');
  await send(page, 'Tell the desk');
  await page.getByRole('status').getByText('Thank you.').waitFor();
}

async function isAnswered(page, published) {
  await page.goto(`/desk/c/${FERRY.slug}/take`);
  await pictures(page, 'desk-take-published');
  await follow(page, page.getByRole('link', { name: '1 reader found something unclear' }));
  await page.locator('#unclear').getByText('Which part does the council pay?').waitFor();
  await pictures(page, 'desk-after');
  await page.getByLabel('Your explanation').fill('The council pays a half; passengers pay the rest.');
  await send(page, 'Publish the clarification');
  await page.getByRole('status').getByText('Settled.').waitFor();
  await page.locator('#unclear').getByText('Nothing waits.').waitFor();
  await page.getByLabel('Who is asked').fill('The ferry company');
  await page.getByLabel('By when').fill('2099-01-31');
  await send(page, 'Ask in public');
  await page.getByLabel('What they responded').waitFor();
  await pictures(page, 'desk-after-asked');
  await page.goto(published);
  await page.locator('#responses').getByText('A response is due by 31 January 2099 from: The ferry company').waitFor();
}

async function seesTheAnswer(page, published) {
  await page.goto(published);
  const today = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date());
  const inPlace = page.locator('.terms dd').filter({ hasText: 'A crossing for which the council pays a part.' });
  await inPlace.getByText(`${today}: The council pays a half; passengers pay the rest.`).waitFor();
  await page.locator('#clarifications').getByText(today).waitFor();
  await pictures(page, 'take-clarified');
}

test('the desk’s pages of a long take in every size, light and dark, and by the Tab key', async () => {
  const staff = await visit(on.browser, on.demo.baseUrl);
  const { page } = staff;
  await signIn(page, invite(on.demo, { email: 'takes@example.org', role: 'editor' }));
  const desk = `/desk/c/${on.demo.withState('closed')}`;
  await page.goto(`${desk}/take`);
  await pictures(page, 'desk-take-demo');
  await send(page, 'Draft the take');
  await page.getByRole('heading', { name: 'Draft of edition 3' }).waitFor();
  await openAll(page);
  await pictures(page, 'desk-take-demo-draft');
  await space(page);
  await assertNothingIsCut(page);
  for (const path of ['take', 'take/publish', 'after', 'elsewhere']) {
    await page.goto(`${desk}/${path}`);
    await pictures(page, `desk-take-demo-${path.replace('/', '-')}`);
    const stops = await walkThrough(page);
    assert.equal(stops.length, await reachable(page), `${path}: ${stops.join('\n')}`);
  }
  await staff.close();
});

test('a clarification of words that are no term stands behind a paragraph that has them', async () => {
  const words = 'practitioners';
  const staff = await visit(on.browser, on.demo.baseUrl);
  const { page } = staff;
  await page.goto(`${newer()}/unclear`);
  await page.getByLabel('The word or sentence').fill(words);
  await send(page, 'Tell the desk');
  await signIn(page, invite(on.demo, { email: 'words@example.org', role: 'editor' }));
  await page.goto(`/desk/c/${on.demo.withState('closed')}/after`);
  // What one sender says is one thing to settle, whatever else was said before.
  const waiting = page.locator('#unclear form').filter({ has: page.locator('.words', { hasText: words }) });
  await waiting.getByLabel('The words you explain').fill(words);
  await waiting.getByLabel('Your explanation').fill('Those who attend in the course of their work.');
  await follow(page, waiting.getByRole('button', { name: 'Publish the clarification' }));
  await page.goto(newer());
  const entry = page.locator('.clarification').filter({ hasText: `“${words}”` });
  const mark = page.locator(`.story-body a[href="#${await entry.getAttribute('id')}"]`);
  const paragraph = await mark.evaluate((link) => link.closest('p, li, dd').textContent);
  assert.match(paragraph, /practitioners/i);
  await staff.close();
});

async function fetched(path, type) {
  const response = await fetch(new URL(path, on.demo.baseUrl));
  assert.equal(response.status, 200, path);
  assert.match(response.headers.get('content-type'), type, path);
  return response;
}

/** Width and height from a PNG's first chunk. */
async function pngSize(path) {
  const png = Buffer.from(await (await fetched(path, /^image\/png$/)).arrayBuffer());
  assert.equal(png.toString('latin1', 1, 4), 'PNG', path);
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) };
}
