// Accessibility by a second engine, HTML_CodeSniffer: it finds some things that axe-core does not, such as a form that no
// button sends. Only its errors count; its warnings and notices ask a person to look.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('html_codesniffer/build/HTMLCS.js'), 'utf8');

/** Errors against WCAG 2.1 AA on the page as it stands: the rule, what it says and where. */
export async function sniffed(page) {
  // Evaluated by the tests, not loaded by the page, so that the page's content policy stays as it is.
  await page.evaluate(SOURCE);
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const { HTMLCS } = window;
        const told = ({ code, msg, element }) => {
          const place = `${element?.localName}${element?.id ? `#${element.id}` : ''}.${element?.className ?? ''}`;
          return `${code}: ${msg} at ${place}`;
        };
        try {
          HTMLCS.process(
            'WCAG2AA',
            document,
            () => resolve(HTMLCS.getMessages().filter(({ type }) => type === HTMLCS.ERROR).map(told)),
            () => reject(new Error('HTML_CodeSniffer could not read the page')),
          );
        } catch (error) {
          // It has no words for some of what it finds, such as an autocomplete that does not suit its field.
          resolve([`HTML_CodeSniffer broke off: ${error.stack.split('\n').slice(0, 2).join(' ')}`]);
        }
      }),
  );
}
