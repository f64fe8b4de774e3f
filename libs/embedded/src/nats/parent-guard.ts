import { findInPath } from '../find-in-path';

/**
 * A command line that runs `program` and ends it with SIGTERM when this process dies, however it dies.
 *
 * Linux does it by itself where setpriv (util-linux) is there: the program then has the child's own pid. Elsewhere
 * a shell stands between, whose stdin must be a pipe that this process holds open and never writes to.
 */
export function toGuardedCommand(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): { command: string; args: string[]; stdin: 'ignore' | 'pipe' } {
  const setpriv = findInPath('setpriv', env);
  if (setpriv !== undefined) {
    return { command: setpriv, args: ['--pdeathsig', 'TERM', '--', program, ...args], stdin: 'ignore' };
  }
  return { command: '/bin/sh', args: ['-c', GUARD, 'nats-guard', program, ...args], stdin: 'pipe' };
}

/**
 * A background job gets /dev/null for stdin unless told otherwise, hence descriptor 3. The first `wait` ends early
 * when a signal comes in; the second one waits for what the signal led to.
 */
const GUARD = `
exec 3<&0 </dev/null
"$@" 3<&- & server=$!
trap 'kill -TERM $server 2>/dev/null' TERM INT
( while read -r line; do :; done <&3; kill -TERM $server 2>/dev/null ) >/dev/null 2>&1 & watcher=$!
exec 3<&-
wait $server; code=$?
if kill -0 $server 2>/dev/null; then wait $server; code=$?; fi
kill -KILL $watcher 2>/dev/null
exit $code
`;
