// What the pages weigh on their way to a reader, as Chromium counts it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { weigh } from './lib/checks.mjs';
import { startDemo } from './lib/server.mjs';
import { stage } from './lib/stage.mjs';

const ANSWERING_MAX_BYTES = 30 * 1024;

const on = stage({ demo: startDemo, browser: launch });

test('the answering page with its style and script is within 30 KB', async (context) => {
  const weights = await weigh(on, `/c/${on.demo.withState('open')}`);
  const told = weights.map(({ type, bytes }) => `${type} ${bytes}`);
  const total = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  context.diagnostic(`${total} bytes with headers: ${told.join(', ')}`);
  const types = weights.map(({ type }) => type);
  for (const type of ['document', 'stylesheet', 'script']) assert.ok(types.includes(type), `no ${type} was loaded`);
  assert.ok(total <= ANSWERING_MAX_BYTES, `${total} bytes: ${told.join(', ')}`);
});

test('the results page is within 60 KB', async (context) => {
  const weights = await weigh(on, `/c/${on.demo.withState('open')}/results`);
  const total = weights.reduce((sum, { bytes }) => sum + bytes, 0);
  context.diagnostic(`${total} bytes with headers`);
  assert.ok(total <= 60 * 1024, `${total} bytes`);
});
