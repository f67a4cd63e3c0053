// Whether a page is HTML as the standard has it: as served, not as a browser mends it.
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

/** What is wrong with a page, each with line and column. */
export async function faultsOf(html) {
  const report = await validator.validateString(html);
  const told = report.results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column, selector }) => `${line}:${column} ${ruleId}: ${message} (${selector})`));
  // The validator lets this pass; the standard does not.
  const empty = html.match(/<option(?![^>]*label=)[^>]*>\s*<\/option>/g) ?? [];
  return [...told, ...empty.map((option) => `an option without words: ${option}`)];
}
