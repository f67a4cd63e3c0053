// What somebody at the desk does: gets a link from the command line, signs in by its button.
import assert from 'node:assert/strict';
import { follow } from './reader.mjs';
import { run } from './server.mjs';

/** A sign-in link for a new member of staff, as `user add` prints it beside a running server. */
export function invite(server, { email, role }) {
  const { status, stdout, stderr } = run(
    ...['user', 'add', email, '--role', role, '--data', server.dataDir, '--public-url', server.baseUrl],
  );
  assert.equal(status, 0, stderr);
  return stdout.trim();
}

/** Opens a sign-in link and presses its button. */
export async function signIn(page, link) {
  await page.goto(link);
  await follow(page, page.getByRole('button', { name: 'Sign in' }));
  assert.equal(new URL(page.url()).pathname, '/desk');
}
