// Whether these tests would see anything: each kind of fault, made on purpose, is found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertAccessible, assertNoSidewaysScroll, focused, launch, visit } from './lib/browser.mjs';
import { startDemo } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const on = stage({ demo: startDemo, browser: launch });

/** `spoil` does to the home page what no page of ours does; the watch must have words for it. */
function isSeen(name, spoil, expected) {
  test(`seen by the watch: ${name}`, async () => {
    const { page, context, watch } = await visit(on.browser, on.demo.baseUrl);
    await page.goto('/');
    await spoil(page);
    await context.close();
    assert.match(watch.problems().join('\n'), expected);
    assert.throws(() => watch.assertQuiet());
  });
}

/** The same for a check that looks at a page. */
function isRefused(name, spoil, check, expected) {
  test(`refused: ${name}`, async () => {
    const { page, close } = await visit(on.browser, on.demo.baseUrl);
    await page.goto('/');
    await spoil(page);
    await assert.rejects(() => check(page), expected);
    await close();
  });
}

isSeen('a script against the policy', (page) => addAndWait(page, 'script', 'securitypolicyviolation'), /Content Security Policy/);
isSeen('a picture from another host', (page) => addAndWait(page, 'img', 'securitypolicyviolation'), /other\.example/);
isSeen('an error in a script', (page) => thrown(page), /script: broken on purpose/);
isSeen('a page that is not there', (page) => page.goto('/nothing'), /status of 404/);

isRefused(
  'a field without a label',
  (page) => page.evaluate(() => document.querySelector('label').remove()),
  assertAccessible,
  /is not accessible/,
);
isRefused(
  'something wider than the window',
  (page) => page.evaluate(() => {
    document.querySelector('h1').style.minWidth = '2000px';
  }),
  assertNoSidewaysScroll,
  /px wide in a window of/,
);
isRefused(
  'a focus that nobody can see',
  async (page) => {
    await page.keyboard.press('Tab');
    await page.evaluate(() => {
      document.activeElement.style.outline = 'none';
    });
  },
  focused,
  /the focus is invisible/,
);

function addAndWait(page, name, event) {
  return page.evaluate(([tag, happening]) => {
    const element = document.createElement(tag);
    const told = new Promise((resolve) => document.addEventListener(happening, resolve, { once: true }));
    element.src = 'http://other.example/thing';
    document.body.append(element);
    return told.then(() => {});
  }, [name, event]);
}

async function thrown(page) {
  const told = page.waitForEvent('pageerror');
  await page.evaluate(() => {
    queueMicrotask(() => {
      throw new Error('broken on purpose');
    });
  });
  await told;
}
