import { UsageError } from '@emotide/service-kit';
import { changeSecrets, openSecrets, readRunning, type Instance } from './instance';

/**
 * Where and as whom analysts come in.
 *
 * @throws UsageError when nothing runs there
 */
export function describeBi(instance: Instance): string {
  const running = readRunning(instance);
  if (running === undefined)
    throw new UsageError(
      `no Emotide runs on ${instance.directory}; start it with npm start, or name its --data-dir`,
    );
  const { clickhouseUrl, clickhouseNativePort } = running;
  const native =
    clickhouseNativePort === undefined
      ? 'off; start with --clickhouse-native-port 9000'
      : `127.0.0.1:${clickhouseNativePort}`;
  return `url       ${clickhouseUrl}
native    ${native}
user      bi
password  ${openSecrets(instance).clickhouse.bi}
database  bi
`;
}

/** Makes another password; the one before works until the next start. */
export function changeBiPassword(instance: Instance): string {
  changeSecrets(instance, (secrets, make) => ({
    ...secrets,
    clickhouse: { ...secrets.clickhouse, bi: make() },
  }));
  const when = readRunning(instance) === undefined ? '' : ', once Emotide has been started again';
  return `the user bi has another password${when}: emotide bi prints it\n`;
}
