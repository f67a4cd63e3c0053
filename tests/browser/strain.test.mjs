// Reading under strain: enlarged, with wider spacing, with colours of the reader's own, without motion. Nothing is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, picture, visit } from './lib/browser.mjs';
import { assertNothingIsCut, openAll, space } from './lib/checks.mjs';
import { invite, signIn } from './lib/desk.mjs';
import { answer, answerPoll, button } from './lib/reader.mjs';
import { startDemo } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const MOTION_MAX_S = 0.15;

const on = stage({ demo: startDemo, browser: launch });
const question = () => `/c/${on.demo.withState('open')}`;

/** Every kind of page, in front of somebody who has answered and is signed in at the desk. */
function everyPage(name, options, look) {
  test(name, async () => {
    const reader = await visit(on.browser, on.demo.baseUrl, options);
    const { page } = reader;
    await page.goto(question());
    await answerPoll(page, 'I agree with the policy');
    await answer(page, 'Agree');
    const email = `${name.replace(/\W+/g, '-')}@example.org`;
    await signIn(page, invite(on.demo, { email, role: 'editor' }));
    for (const [kind, path] of [
      ['home', '/'],
      ['question', question()],
      ['results', `${question()}/results`],
      ['mine', `${question()}/mine`],
      ['erase', `${question()}/mine/erase`],
      ['desk', '/desk'],
      ['queue', `/desk${question()}`],
    ]) {
      await page.goto(path);
      await look(page, kind);
    }
    await reader.close();
  });
}

everyPage('enlarged to 200 % in a window of 1280 px', { width: 640, height: 450 }, async (page, kind) => {
  await openAll(page);
  await assertNothingIsCut(page);
  await picture(page, `strain-enlarged-${kind}`);
});

for (const width of [320, 1280]) {
  everyPage(`wider spacing at ${width} px`, { width }, async (page, kind) => {
    await openAll(page);
    await space(page);
    await assertNothingIsCut(page);
    await picture(page, `strain-spaced-${width}-${kind}`);
  });
}

for (const scheme of ['light', 'dark']) {
  everyPage(`colours of the reader’s own, ${scheme}`, { scheme, width: 640 }, async (page, kind) => {
    await page.emulateMedia({ forcedColors: 'active' });
    await openAll(page);
    assert.deepEqual(await unmarked(page), [], 'shapes that cannot be told from the paper');
    await assertHereIsMarked(page);
    await picture(page, `strain-colours-${scheme}-${kind}`);
  });
}

test('the pressed button can be told from the others in colours of the reader’s own', async () => {
  const reader = await visit(on.browser, on.demo.baseUrl);
  const { page } = reader;
  await page.emulateMedia({ forcedColors: 'active' });
  await page.goto(question());
  await button(page, 'Agree').evaluate((element) => (element.dataset.pressed = ''));
  const paper = (label) => button(page, label).evaluate((element) => getComputedStyle(element).backgroundColor);
  assert.notEqual(await paper('Agree'), await paper('Disagree'));
  await reader.close();
});

everyPage('without motion, and with little of it where motion is welcome', {}, async (page, kind) => {
  assert.equal(await longestMotion(page), 0, `something moves on ${kind}`);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  assert.ok((await longestMotion(page)) <= MOTION_MAX_S, `something moves for too long on ${kind}`);
  await page.emulateMedia({ reducedMotion: 'reduce' });
});

/** Shapes that carry meaning, in the paper's own colour. */
const unmarked = (page) =>
  page.evaluate(() => {
    const paper = getComputedStyle(document.body).backgroundColor;
    const shapes = [...document.querySelectorAll('svg rect')].map((rect) => [rect.outerHTML, getComputedStyle(rect).fill]);
    const marks = [...document.querySelectorAll('.mark:not(.mark-skip, .mark-held)')].map((mark) => [
      mark.className,
      getComputedStyle(mark, '::before').backgroundColor,
    ]);
    return [...shapes, ...marks].filter(([, colour]) => colour === paper).map(([name]) => name);
  });

/** In the list of pages, where one is has a line under it and where one is not has none. */
async function assertHereIsMarked(page) {
  const links = await page.locator('.masthead nav a').evaluateAll((all) =>
    all.map((link) => [link.getAttribute('aria-current') !== null, getComputedStyle(link).borderBottomStyle !== 'none']));
  for (const [isHere, isMarked] of links) assert.equal(isMarked, isHere, 'the line under where one is');
}

/** The longest transition or animation of anything on the page, in seconds. */
const longestMotion = (page) =>
  page.evaluate(() => {
    const seconds = (list) => list.split(',').map((one) => parseFloat(one) * (one.trim().endsWith('ms') ? 0.001 : 1));
    const durations = [...document.querySelectorAll('*')].flatMap((element) => {
      const { transitionDuration, animationDuration } = getComputedStyle(element);
      return [...seconds(transitionDuration), ...seconds(animationDuration)];
    });
    return Math.max(...durations.filter(Number.isFinite));
  });
