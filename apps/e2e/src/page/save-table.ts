import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

/** Saves a panel's table as a reader does. @returns the file's name and bytes */
export async function saveTable(
  page: Page,
  panel: string,
  format: 'CSV' | 'JSON' | 'PNG',
): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const section = page.getByRole('region', { name: panel, exact: true });
  await section.getByRole('button', { name: 'Export' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    section.getByRole('menuitem', { name: format }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}
