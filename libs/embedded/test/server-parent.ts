/**
 * A process that starts a server and stays: specs kill it and see what becomes of the server.
 * Arguments: `clickhouse` or `nats`, the directory, and PATH for finding setpriv.
 */
import { startClickHouse, startNatsServer } from '../src/index';
import { PASSWORDS } from './ask';
import { findTestNatsServer } from './nats-binary';

const [kind, directory = '', path = ''] = process.argv.slice(2);
const server =
  kind === 'clickhouse'
    ? await startClickHouse({ directory, users: PASSWORDS })
    : await startNatsServer({
        binary: await findTestNatsServer(),
        directory,
        users: [{ name: 'app', password: 'secret' }],
        env: { PATH: path },
      });
process.stdout.write(`${JSON.stringify({ pid: server.pid, url: server.url })}\n`);
