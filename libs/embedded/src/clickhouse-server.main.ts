/**
 * The process of the embedded ClickHouse: the engine on a thread, the proxy in front of it, and an end with its
 * parent. Started by startClickHouse, which speaks with it over Node's IPC channel.
 */
import { serveClickHouse } from './clickhouse/serve-clickhouse';
import type { ServerReport, ServerSettings } from './clickhouse/server-settings';

const send = process.send?.bind(process);
if (send === undefined) {
  process.stderr.write('clickhouse-server: started by Emotide itself, not by hand\n');
  process.exit(2);
}

// Everything the engine writes is its owner's alone.
process.umask(0o077);

/** After the parent's death nobody is there to kill what doesn't end. A kill loses nothing that was acknowledged. */
const ORPHAN_MS = 800;

const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
process.on('SIGINT', () => stop.abort());
process.on('disconnect', () => {
  stop.abort();
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), ORPHAN_MS);
});

process.once('message', (settings: ServerSettings) => {
  const report = (message: ServerReport): void => {
    // The parent may have died meanwhile: then nobody needs to know.
    if (process.connected) send(message, () => undefined);
  };
  serveClickHouse(settings, { report, signal: stop.signal, entry: import.meta.url }).then(
    (code) => process.exit(code),
    (error: unknown) => {
      process.stderr.write(`clickhouse-server: ${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    },
  );
});
