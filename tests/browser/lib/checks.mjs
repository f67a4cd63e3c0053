// What more than one test file holds a page against: keys, paper, strain, weight.
import assert from 'node:assert/strict';
import { assertNoSidewaysScroll, focused, visit } from './browser.mjs';

const STOPS_MAX = 250;

/** What a reader may set by WCAG 1.4.12 without losing anything. */
const SPACED = '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-bottom: 2em !important; }';

/** What has the focus after each Tab, from the top of the page until it leaves the page. */
export async function walkThrough(page) {
  const stops = [];
  while (stops.length < STOPS_MAX) {
    await page.keyboard.press('Tab');
    const name = await focused(page);
    if (name === null || (await comesAgain(page))) return stops;
    stops.push(name);
  }
  return assert.fail(`no way out after ${STOPS_MAX} stops: ${stops.slice(-5).join(', ')}`);
}

/** Whether the focus has been here before; marks the place for the next time. */
function comesAgain(page) {
  return page.evaluate(() => {
    globalThis.visited ??= new Set();
    const wasHere = globalThis.visited.has(document.activeElement);
    globalThis.visited.add(document.activeElement);
    return wasHere;
  });
}

/** How many stops there should be: everything visible that can be used; a group of radio buttons is one. */
export function reachable(page) {
  return page.evaluate(() => {
    const usable = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const names = [...document.querySelectorAll(usable)]
      .filter((one) => !one.disabled && one.type !== 'hidden' && one.getAttribute('tabindex') !== '-1' && one.checkVisibility({ visibilityProperty: true }))
      .map((one, index) => (one.type === 'radio' ? one.name : index));
    return new Set(names).size;
  });
}

/** Fails where something that can only be pressed or filled in is on paper. */
export async function assertNoControls(page) {
  for (const control of await page.locator('button, input, select, textarea, nav').all()) {
    assert.equal(await control.isVisible(), false, await control.evaluate((element) => element.outerHTML));
  }
}

/** Fails unless the page is printed in ink on white. */
export async function assertInkOnPaper(page) {
  assert.ok((await lightness(page, 'background-color')) > 0.9, 'the paper is dark');
  assert.ok((await lightness(page, 'color')) < 0.3, 'the ink is pale');
}

/** From 0, black, to 1, white. */
async function lightness(page, property) {
  const colour = await page.evaluate((name) => getComputedStyle(document.body).getPropertyValue(name), property);
  const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
  return (red + green + blue) / (3 * 255);
}

/** Opens everything that is folded. */
export const openAll = (page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true;
  });

/** Sets lines, letters and words as far apart as WCAG 1.4.12 lets a reader set them. */
export function space(page) {
  // A sheet that a script makes is no breach of the policy; a style element would be.
  return page.evaluate((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets = [sheet];
  }, SPACED);
}

/** No line of text ends outside a box that clips it or a button that holds it, or runs into another line of a chart. */
export async function assertNothingIsCut(page) {
  const cut = await page.evaluate(() => {
    const told = [];
    const clips = (box) => getComputedStyle(box).overflowX !== 'visible' || box.matches('button, .button, label');
    const mayClip = (box) => box.matches('.scroll, .hidden, textarea, input, select, html, body');
    const isOutside = (line, box) => line.right > box.right + 1 || line.left < box.left - 1 || line.bottom > box.bottom + 1;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const parent = text.parentElement;
      if (!text.data.trim() || !parent.checkVisibility() || parent.closest('.hidden, .skip, select, title, desc')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const lines = [...range.getClientRects()];
      for (let box = parent; box; box = box.parentElement) {
        if (mayClip(box)) break;
        if (clips(box) && lines.some((line) => isOutside(line, box.getBoundingClientRect()))) told.push(`${box.tagName}: ${text.data.trim()}`);
      }
    }
    for (const region of document.querySelectorAll('.scroll')) {
      if (region.scrollWidth > region.clientWidth + 1) told.push(`sideways in “${region.textContent.trim().slice(0, 40)}”`);
    }
    for (const chart of document.querySelectorAll('svg.bars')) {
      const boxes = [...chart.querySelectorAll('text')].map((text) => [text.textContent, text.getBoundingClientRect()]);
      boxes.forEach(([one, a], index) => boxes.slice(index + 1).forEach(([other, b]) => {
        const apart = a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 3 || b.bottom <= a.top + 3;
        if (a.width && !apart) told.push(`“${one}” runs into “${other}”`);
      }));
    }
    return told;
  });
  assert.deepEqual(cut, [], `cut on ${page.url()}`);
  await assertNoSidewaysScroll(page);
}

/** Every response to one fresh visit, with headers and compressed body; a stream has no end and is left out. */
export async function weigh(on, path) {
  const reader = await visit(on.browser, on.demo.baseUrl);
  const finished = [];
  reader.page.on('requestfinished', (request) => finished.push(request));
  await reader.page.goto(path, { waitUntil: 'load' });
  const weights = finished.map(async (request) => {
    const { responseBodySize, responseHeadersSize } = await request.sizes();
    return { type: request.resourceType(), bytes: responseBodySize + responseHeadersSize };
  });
  const weighed = await Promise.all(weights);
  await reader.close();
  return weighed;
}
