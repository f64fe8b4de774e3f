import { readFileSync } from 'node:fs';
import { UsageError } from './config';

/**
 * Reads the certificate of the authority that a server's own is to be signed by.
 *
 * @param setting the variable that names the file, for who has to put it right
 * @returns PEM, one certificate or several
 * @throws UsageError when it can't be read or holds no certificate
 */
export function readAuthority(setting: string, file: string): string {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${setting}: ${file} can't be read (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
  if (!pem.includes('-----BEGIN CERTIFICATE-----'))
    throw new UsageError(`${setting}: ${file} holds no certificate (PEM)`);
  return pem;
}
