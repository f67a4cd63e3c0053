// Conversations in states the demo is not in, and real ones brought in from elsewhere.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from './server.mjs';

/** What everyone can see that nobody else may: a gate that opens with the reader's own answer. */
export const LIBRARY = {
  slug: 'library-sundays',
  poll: ['Yes', 'Only in winter', 'No'],
  statements: 23,
};

/** Open, with results only when it closes. */
export const MARKET = { slug: 'market-square' };

/** A draft that nothing keeps from opening. */
export const BRIDGE = { slug: 'footbridge-name' };

/** A draft that lacks its organiser. */
export const ALLOTMENTS = { slug: 'allotments' };

/** Open, with a question, statements, a term and comments that are shown at once: to be closed, and a take drafted. */
export const FERRY = { slug: 'last-ferry', term: 'subsidised crossing', statements: 4 };

/** Makes it in a data folder that no server runs on. */
export function createFerry(dataDir) {
  create(dataDir, FERRY.slug, ferry());
}

/** Makes all the others in a data folder that no server runs on. */
export function createAll(dataDir) {
  create(dataDir, LIBRARY.slug, library());
  create(dataDir, MARKET.slug, market());
  create(dataDir, BRIDGE.slug, bridge());
  create(dataDir, ALLOTMENTS.slug, 'title = "Who should have the empty allotments?"\nslug = "allotments"\n');
}

/** Brings a set of files exported from Polis into a data folder, as `slug`. */
export function bringIn(dataDir, folder, slug) {
  const { status, stderr } = run('import', 'polis', folder, '--slug', slug, '--data', dataDir);
  assert.equal(status, 0, stderr);
}

/**
 * The folder of a real conversation, or null where real data is not at hand; then `say` is told. With
 * CANVASS_REQUIRE_DATA=1 that is a failure instead.
 */
export function realSet(name, say) {
  const shared = process.env.CANVASS_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
  const folder = `${shared}/data/open/${name}`;
  if (existsSync(folder)) return folder;
  if (process.env.CANVASS_REQUIRE_DATA === '1') assert.fail(`\`${folder}\` is missing: set CANVASS_SHARED`);
  say(`not run: no real data at \`${folder}\``);
  return null;
}

function create(dataDir, slug, toml) {
  const file = `${dataDir}-${slug}.toml`;
  writeFileSync(file, toml);
  const { status, stdout, stderr } = run('conversation', 'create', file, '--data', dataDir);
  assert.equal(status, 0, stderr);
  assert.equal(stdout.trim(), slug);
}

const ORGANISER = `
[organiser]
name = "The Town Gazette"
contact = "desk@gazette.example"
privacy_url = "https://gazette.example/privacy"
`;

function library() {
  const options = LIBRARY.poll.map((text) => `[[poll.option]]\ntext = "${text}"\n`);
  const statements = Array.from({ length: LIBRARY.statements }, (_, index) => {
    return `[[statement]]\ntext = "Statement number ${index + 1} says something short about the library."\n`;
  });
  return `title = "Should the library open on Sundays?"
slug = "${LIBRARY.slug}"
gate = "after_vote"
new_statements = "show"
opens_at = 2026-01-05T08:00:00Z
background = "The library is run by *volunteers* on Saturdays."
${ORGANISER}
[[term]]
word = "volunteers"
text = "People who work there and are not paid."
[[attribute]]
key = "card"
question = "Do you have a library card?"
options = ["Yes", "No"]
[poll]
question = "Should it open on Sundays, with volunteers at the desk?"
kind = "multiple"
${options.join('')}${statements.join('')}`;
}

function market() {
  return `title = "What is the market square for?"
slug = "${MARKET.slug}"
gate = "at_close"
opens_at = 2026-01-05T08:00:00Z
${ORGANISER}
[[statement]]
text = "The market square should be free of cars on Saturdays."
`;
}

function ferry() {
  const statements = [
    'People who work late have no other way home.',
    'The last ferry is too expensive for what it carries.',
    'A bus over the bridge would do as well.',
    'The timetable should be asked about every year.',
  ];
  return `title = "Should the last ferry keep running?"
slug = "${FERRY.slug}"
gate = "always"
comments = "show"
opens_at = 2026-01-05T08:00:00Z
${ORGANISER}
[[term]]
word = "${FERRY.term}"
text = "A crossing for which the council pays a part."
[poll]
question = "Should it stay a subsidised crossing?"
[[poll.option]]
text = "Keep it as it is"
[[poll.option]]
text = "Keep it on weekdays"
[[poll.option]]
text = "End it"
${statements.map((text) => `[[statement]]\ntext = "${text}"\n`).join('')}`;
}

function bridge() {
  return `title = "What should the new footbridge be called?"
slug = "${BRIDGE.slug}"
${ORGANISER}
[[statement]]
text = "It should be named after the ferry that it replaces."
`;
}
