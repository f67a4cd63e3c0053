// Results that are open on a screen: what others answer shows within two seconds, and nothing a reader does is lost.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, until, visit } from './lib/browser.mjs';
import { startDemo } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const SHOWN_WITHIN_MS = 2_000;
const FIRST_OPTION = 1;

const on = stage({ demo: startDemo, browser: launch });

test('new answers show within two seconds, without a reload and without taking the focus', async (context) => {
  const reader = await visit(on.browser, on.demo.baseUrl);
  const { page } = reader;
  const slug = on.demo.withState('open');
  const renewed = page.waitForResponse((response) => response.request().headers()['x-canvass-part'] === 'live');
  await page.goto(`/c/${slug}/results`);
  await (await renewed).finished();
  await page.evaluate(() => (globalThis.sameDocument = true));
  await page.getByText('The same as a table').click();
  await page.getByLabel('Search statements').pressSequentially('ambul');
  const latencies = [];
  // Several times over: the first tells nothing about an answer that comes while the page is renewing itself.
  for (let round = 0; round < 3; round += 1) {
    const expected = (await nOfOption(page)) + 1;
    await answerByApi(slug);
    const answered = performance.now();
    await until(() => nOfOption(page), (n) => n >= expected, { what: `${expected} readers`, withinMs: SHOWN_WITHIN_MS });
    latencies.push(Math.round(performance.now() - answered));
  }
  context.diagnostic(`shown after ${latencies.join(', ')} ms`);
  const kept = await page.evaluate(() => {
    const { id, value, selectionStart } = document.activeElement;
    return { sameDocument: globalThis.sameDocument === true, id, value, selectionStart };
  });
  assert.deepEqual(kept, { sameDocument: true, id: 'q', value: 'ambul', selectionStart: 5 });
  assert.equal(await page.locator('#poll-table').getAttribute('open'), '', 'what was opened is closed again');
  await page.locator('#announce').getByText('The results have been updated').waitFor({ state: 'attached' });
  await reader.close();
});

async function nOfOption(page) {
  const cell = page.locator('#poll-table tbody tr').nth(FIRST_OPTION - 1).locator('td').first();
  return Number((await cell.textContent()).replace(/\D/g, ''));
}

async function answerByApi(slug) {
  const base = `${on.demo.baseUrl}/api/v1/conversations/${slug}`;
  const send = async (method, path, body, headers = {}) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    assert.ok(response.ok, `${method} ${path}: ${response.status}`);
    return response;
  };
  const { token } = await (await send('POST', '/participants', {})).json();
  await send('PUT', '/ballot', { options: [FIRST_OPTION] }, { authorization: `Bearer ${token}` });
}
