// What the pages weigh on their way to a reader, as Chromium counts it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, visit } from './lib/browser.mjs';
import { startDemo } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const ANSWERING_MAX_BYTES = 30 * 1024;

const on = stage({ demo: startDemo, browser: launch });

test('the answering page with its style and script is within 30 KB', async (context) => {
  const weights = await weigh(`/c/${on.demo.withState('open')}`);
  const told = weights.map(({ type, bytes }) => `${type} ${bytes}`);
  const total = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  context.diagnostic(`${total} bytes with headers: ${told.join(', ')}`);
  const types = weights.map(({ type }) => type);
  for (const type of ['document', 'stylesheet', 'script']) assert.ok(types.includes(type), `no ${type} was loaded`);
  assert.ok(total <= ANSWERING_MAX_BYTES, `${total} bytes: ${told.join(', ')}`);
});

test('the results page is within 60 KB', async (context) => {
  const weights = await weigh(`/c/${on.demo.withState('open')}/results`);
  const total = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  context.diagnostic(`${total} bytes with headers`);
  assert.ok(total <= 60 * 1024, `${total} bytes`);
});

/** Every response to one fresh visit, with headers and compressed body; a stream has no end and is left out. */
async function weigh(path) {
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
