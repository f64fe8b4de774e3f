import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
}

/** An authority of a test's own. */
export interface TestAuthority {
  /** PEM of its certificate. */
  readonly caFile: string;
  /** A server's certificate. @param names as OpenSSL writes them: `IP:127.0.0.1`, `DNS:localhost` */
  issue(name: string, names: readonly string[]): Certificate;
}

/** Whether certificates can be made here: Node itself can't. */
export const hasOpenSsl = spawnSync('openssl', ['version']).status === 0;

/** Precondition: {@link hasOpenSsl}. @param directory for its files @throws Error with OpenSSL's words */
export function createTestAuthority(directory: string, name = 'authority'): TestAuthority {
  const openssl = (...args: string[]): void => {
    const { status, stderr } = spawnSync('openssl', args, { cwd: directory, encoding: 'utf8' });
    if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
  };
  const [key, cert] = [`${name}.key`, `${name}.crt`];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', '-x509', ...newKey, '-keyout', key, '-out', cert, '-days', '2', '-subj', `/CN=${name}`);
  return {
    caFile: join(directory, cert),
    issue(of, names) {
      const extensions = `${of}.ext`;
      writeFileSync(join(directory, extensions), `subjectAltName=${names.join(',')}\n`);
      openssl('req', ...newKey, '-keyout', `${of}.key`, '-out', `${of}.csr`, '-subj', `/CN=${of}`);
      const signing = ['-CA', cert, '-CAkey', key, '-CAcreateserial', '-days', '2', '-extfile', extensions];
      openssl('x509', '-req', '-in', `${of}.csr`, '-out', `${of}.crt`, ...signing);
      return { certFile: join(directory, `${of}.crt`), keyFile: join(directory, `${of}.key`) };
    },
  };
}
