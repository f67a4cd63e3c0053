// Whether a page is HTML as the standard has it: as served, not as a browser mends it.
import assert from 'node:assert/strict';
import { HtmlValidate } from 'html-validate';

/** What is a fault of the page, whatever the taste: nesting, attributes, ids, references, texts that are missing. */
const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard'],
  rules: {
    // Matters of style, which the standard leaves to the author.
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'long-title': 'off',
    'no-implicit-button-type': 'off',
    'no-inline-style': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
  },
});

/** Fails where the page at this address, fetched with the reader's own cookies, is not valid HTML. */
export async function assertValid(page) {
  const response = await page.context().request.get(page.url());
  const report = await validator.validateString(await response.text());
  const told = report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column, selector }) => `${line}:${column} ${ruleId}: ${message} (${selector})`));
  assert.deepEqual(told, [], `${page.url()} is not valid HTML`);
}
