import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe finds serious or critical in what a page shows, each with the places.
 *
 * @param rules only these; all when absent
 */
export async function findSerious(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(source);
  // The page has no frames, and no rule here reads style sheets by itself.
  const options = {
    ...{ resultTypes: ['violations'], iframes: false, preload: false },
    ...(rules && { runOnly: rules }),
  };
  const found = await page.evaluate<{ id: string; impact: string; nodes: string[] }[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(({ violations }) =>
      violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map((n) => n.html) })))`,
  );
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.join(' | ')}`);
}
