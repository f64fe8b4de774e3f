import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const PLACES = [
  process.env['EMOTIDE_CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The machine's Chromium; undefined where there is none. `EMOTIDE_CHROMIUM` names another place. */
export const chromiumPath: string | undefined = PLACES.find((path) => path && existsSync(path));

/** @throws Error when the machine has no Chromium */
export function launchBrowser(): Promise<Browser> {
  if (!chromiumPath)
    throw new Error('no Chromium here: apt-get install chromium, or name one by EMOTIDE_CHROMIUM');
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}
