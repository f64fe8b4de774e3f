import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

let dir: string;
let children: ChildProcess[];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'twitch-sim-main-'));
  children = [];
});
afterEach(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(dir, { recursive: true, force: true });
});

function run(env: Record<string, string>): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env['PATH'], EMOTIDE_SIM_STATE_DIR: join(dir, 'state'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

/** @returns the address in the ready line. */
async function ready(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('no stdout');
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as { msg: string; url?: string };
    if (said.msg === 'ready' && said.url !== undefined) return said.url;
  }
  throw new Error('ended before it was ready');
}

/** Reads one channel until `isEnough` or the connection ends. */
async function readUntil(url: string, isEnough: (lines: readonly string[]) => boolean): Promise<string[]> {
  const socket = new WebSocket(url);
  const lines: string[] = [];
  socket.on('error', () => undefined);
  socket.on('open', () => socket.send('CAP REQ :twitch.tv/tags\r\nNICK justinfan1\r\nJOIN #tidepool\r\n'));
  await new Promise<void>((resolve) => {
    socket.on('close', () => resolve());
    socket.on('message', (data) => {
      lines.push(
        ...String(data)
          .split('\r\n')
          .filter((line) => line.includes('PRIVMSG')),
      );
      if (isEnough(lines)) resolve();
    });
  });
  socket.terminate();
  return lines;
}

describe('the simulator as a process', () => {
  it('sends no line twice when it is killed in the middle and started again', async () => {
    const total = 200_000;
    const path = join(dir, 'chat.txt');
    const all = Array.from({ length: total }, (_, n) => `@id=m${n} :a!a@a PRIVMSG #tidepool :${n}`);
    writeFileSync(path, all.join('\n'));
    const env = { EMOTIDE_SIM_REPLAY: JSON.stringify([path]), EMOTIDE_SIM_SPEED: 'max' };

    const first = run(env);
    const heardFirst = await readUntil(await ready(first), (lines) => {
      if (lines.length > 1_000) first.kill('SIGKILL');
      return false;
    });
    const second = run(env);
    const heardSecond = await readUntil(await ready(second), (lines) => lines.at(-1) === all.at(-1));

    const heard = [...heardFirst, ...heardSecond];
    expect(heardFirst.length).toBeGreaterThan(1_000);
    expect(heardFirst.length).toBeLessThan(total);
    expect(new Set(heard).size).toBe(heard.length);
    second.kill('SIGTERM');
    expect(await once(second, 'exit')).toEqual([0, null]);
  });

  it.each([
    [{ EMOTIDE_SIM_SPEED: 'fast' }, 'twitch-sim: bad configuration: EMOTIDE_SIM_SPEED: must be real, max or'],
    [
      { EMOTIDE_SIM_REPLAY: 'chat.txt' },
      'twitch-sim: bad configuration: EMOTIDE_SIM_REPLAY: must be a JSON array',
    ],
    [{ EMOTIDE_SIM_REPLAY: '["/absent/chat.txt"]' }, 'twitch-sim: cannot read /absent/chat.txt: ENOENT'],
    [{ EMOTIDE_SIM_STATE_DIR: '/dev/null/x' }, 'twitch-sim: cannot write to /dev/null/x: ENOTDIR'],
  ])('started wrongly says so in one line and exits with 2: %j', async (env, message) => {
    const child = run(env);
    let said = '';
    child.stderr?.on('data', (data) => (said += String(data)));
    expect(await once(child, 'close')).toEqual([2, null]);
    expect(said.startsWith(message)).toBe(true);
    expect(said.trimEnd()).not.toContain('\n');
  });
});
