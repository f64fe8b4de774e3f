import type { Browser, Page } from 'playwright-core';

/** A page in a browser context of its own: no cache, no storage and no connection of another. */
export interface Tab {
  readonly page: Page;
  /** What went wrong in the page by itself: refused by its policy, thrown, or never caught. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

export interface TabOptions {
  /** Before anything is asked. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** An API key that the tab's reader gave. */
  readonly key?: string;
  /** Within which the page is waited for; a busy machine is slow. */
  readonly withinMs?: number;
}

/** Opens an address. */
export async function openTab(
  browser: Browser,
  url: string,
  { prepare, key, withinMs = 30_000 }: TabOptions = {},
): Promise<Tab> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 860 },
    timezoneId: 'UTC',
    // Several pages are open at once, and nobody sees them glide.
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(withinMs);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    const text = message.text();
    if (/Content Security Policy|Trusted|Uncaught/i.test(text)) faults.push(text);
  });
  if (key !== undefined)
    await page.addInitScript((text) => {
      // As left in the tab, and not given again once the page has forgotten it.
      if (sessionStorage.getItem('given') === null) sessionStorage.setItem('emotide.key', text);
      sessionStorage.setItem('given', 'yes');
    }, key);
  await prepare?.(page);
  await page.goto(url);
  return { page, faults, close: () => context.close() };
}
