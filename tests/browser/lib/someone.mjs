// A reader nobody looks at: joins and answers over the API.
import { ok } from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

const TRIES = 5;

/** Somebody new in a conversation: `send(path, method, body)`, which waits where a fresh credential has to. */
export async function someone(baseUrl, slug) {
  const base = `${baseUrl}/api/v1/conversations/${slug}`;
  const headers = { 'content-type': 'application/json' };
  const send = async (path, method, body) => {
    for (let left = TRIES; ; left -= 1) {
      const response = await fetch(`${base}/${path}`, { method, headers, body: JSON.stringify(body) });
      if (response.status === 425 && left > 0) {
        await pause(1000);
        continue;
      }
      ok(response.ok, `${method} ${path}: ${response.status} ${response.ok ? '' : await response.text()}`);
      return response;
    }
  };
  const { token } = await (await send('participants', 'POST', {})).json();
  headers.authorization = `Bearer ${token}`;
  return send;
}

/** One more person answers the poll, so that comments of a batch of one appear. */
export async function oneMoreAnswers(baseUrl, slug) {
  const send = await someone(baseUrl, slug);
  await send('ballot', 'PUT', { options: [1] });
}
