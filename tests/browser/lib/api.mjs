// Readers who answer by the API, where a test is about what comes of answers and not about giving them.
import assert from 'node:assert/strict';

/**
 * One more reader of an open conversation: `option` is the number of an answer, `votes` are 'agree', 'disagree' or
 * 'unsure' on statements 1, 2 and so on, `comment` may be quoted without a name.
 */
export async function answersByApi(server, slug, { option, votes = [], comment }) {
  const base = `${server.baseUrl}/api/v1/conversations/${slug}`;
  const { token } = await (await send(`${base}/participants`, 'POST', {})).json();
  const headers = { authorization: `Bearer ${token}` };
  await send(`${base}/ballot`, 'PUT', { options: [option] }, headers);
  for (const [index, vote] of votes.entries()) {
    await send(`${base}/statements/${index + 1}/vote`, 'PUT', { vote }, headers);
  }
  if (comment) await send(`${base}/comments`, 'POST', { text: comment, quote: 'anonymous' }, headers);
}

async function send(url, method, body, headers = {}) {
  const response = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} ${url}: ${response.status} ${response.ok ? '' : await response.text()}`);
  return response;
}
