// What a test file works with, started before its tests and ended after them.
// Ends also what did start where something else did not: a browser left open would keep the tests from ever ending.
import { after, before } from 'node:test';

/** `stage({ demo: startDemo, browser: launch })` gives an object that has `demo` and `browser` once tests run. */
export function stage(starters) {
  const things = {};
  before(async () => {
    const starting = Object.entries(starters).map(async ([name, start]) => {
      things[name] = await start();
    });
    const failed = (await Promise.allSettled(starting)).find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
  });
  after(async () => {
    await Promise.all(Object.values(things).map((thing) => (thing.stop ? thing.stop() : thing.close())));
  });
  return things;
}
