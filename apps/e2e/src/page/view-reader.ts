import type { Page } from 'playwright-core';

/** A large number of a view, by the name that the view gives it, as it is written: `12,345`. */
export const readFigure = (page: Page, id: string): Promise<string> =>
  page.locator(`[data-figure="${id}"]`).innerText();

/** A ranking of a view as its names and numbers, in the order shown. */
export async function readRanking(page: Page, label: string): Promise<[name: string, value: number][]> {
  const rows = page.locator(`ol[aria-label="${label}"] > li`);
  return rows.evaluateAll((items) =>
    items.map((item): [string, number] => [
      item.querySelector('.name')?.textContent ?? '',
      Number((item.querySelector('.bar-value')?.firstChild?.textContent ?? '').replaceAll(',', '')),
    ]),
  );
}

/** A count as the page writes it. */
export const written = (count: number): string => new Intl.NumberFormat('en').format(count);

/** When the first text or picture of a page was there, milliseconds after it was asked for. */
export const readFirstPaint = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          for (const { startTime } of list.getEntriesByName('first-contentful-paint')) resolve(startTime);
        }).observe({ type: 'paint', buffered: true });
      }),
  );
