// Accessibility of the page as it stands, by axe-core: the gate is no violation of any weight.
import axe from '@axe-core/playwright';
import assert from 'node:assert/strict';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds: for each violation the rule, its weight, what to do and where. */
export async function violations(page) {
  const { default: AxeBuilder = axe } = axe;
  const result = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  return result.violations.map(({ id, impact, help, nodes }) => {
    const places = nodes.slice(0, 5).map((node) => node.target.join(' '));
    return `${id} (${impact}): ${help} at ${places.join('; ')}`;
  });
}

/** The page has no violation. */
export async function assertAccessible(page) {
  assert.deepEqual(await violations(page), [], `accessibility of ${page.url()}`);
}
