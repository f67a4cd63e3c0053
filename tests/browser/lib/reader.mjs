// What a reader does, found as a reader finds it: by the names of fields and buttons. Works with scripts and without.
// Never waits for a time, only for what the page shows next.
import { until } from './browser.mjs';

/** The part of the page where statements are answered. */
export const answering = (page) => page.locator('#answer');

/** One of the buttons there: 'Agree', 'Disagree', 'Unsure' or 'Skip this one'; the key's name may follow it. */
export const button = (page, label) => answering(page).getByRole('button', { name: new RegExp(`^${label}`) });

/** What stands there now: the statement or what is said in its place, and how far the reader is. */
export function shown(page) {
  // Both at one moment: between two readings the script may have put the next statement in place.
  return answering(page).evaluate((section) => {
    const text = (selector) => section.querySelector(selector).textContent.trim();
    return { statement: text('.statement'), progress: text('.progress') };
  });
}

/** Waits until something else stands there than `before`, and gives it back. */
export function shownAfter(page, before) {
  const differs = (now) => now !== null && JSON.stringify(now) !== JSON.stringify(before);
  // While the page is being replaced there is nothing to read.
  return until(() => shown(page).catch(() => null), differs, { what: 'the next statement' });
}

/** Presses a button under the statement and waits for what follows it. */
export async function answer(page, label) {
  const before = await shown(page);
  await button(page, label).click();
  return shownAfter(page, before);
}

/** Answers one statement after the other, agreeing, disagreeing and being unsure in turn. */
export async function answerStatements(page, count) {
  const labels = ['Agree', 'Disagree', 'Unsure'];
  for (let index = 0; index < count; index += 1) await answer(page, labels[index % labels.length]);
  return shown(page);
}

/** Leaves the pause by its link, whose text says how many statements come now. */
export async function goOn(page, label) {
  const before = await shown(page);
  await answering(page).getByRole('link', { name: label, exact: true }).click();
  return shownAfter(page, before);
}

/** Answers the poll with the options whose texts these are. */
export async function answerPoll(page, ...texts) {
  for (const text of texts) await page.locator('#poll').getByLabel(text).check();
  await send(page, 'Send your answer');
  await page.locator('#poll').getByText('Your answer is saved').waitFor();
}

/** Adds a statement. */
export async function addStatement(page, text) {
  await page.getByLabel('Add a statement').fill(text);
  await send(page, 'Add this statement');
}

/** Sends a form whose answer is a page of its own. */
export async function send(page, label) {
  await follow(page, page.getByRole('button', { name: label, exact: true }));
}

/** Clicks what leads to another page and waits for that page. */
export async function follow(page, locator) {
  await loading(page, () => locator.click());
}

/** Does what leads to another page and waits for that page. */
export async function loading(page, act) {
  await Promise.all([page.waitForEvent('domcontentloaded'), act()]);
}
