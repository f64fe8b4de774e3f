import { connect, createServer, type Socket } from 'node:net';
import { matchesHash } from './credentials';
import { listenOnLoopback } from './listen-on-loopback';
import { MAX_HELLO_BYTES, parseHello, writeException, writeHello, type NativeHello } from './native-hello';

export interface NativeRelayOptions {
  /** Who may come in: SHA-256 of the password in hex, by name. */
  readonly users: ReadonlyMap<string, string>;
  /** Connections at once of clients that have said who they are. Default 64. */
  readonly maxConnections?: number;
  /** Connections at once of those that have not. Default 32. */
  readonly maxStrangers?: number;
  /** A client that has not said its Hello by then is cut off. Default 5,000. */
  readonly helloWithinMs?: number;
  /** A client that takes nothing of an answer for so long is cut off. Default 30,000. */
  readonly stalledMs?: number;
  /** A connection on which nothing happens for so long is closed. Default 600,000. */
  readonly idleMs?: number;
}

export interface NativeRelay {
  /** Listens on 127.0.0.1, on a free port for 0, and returns the port. Rejects as Node's server does. */
  listen(port: number): Promise<number>;
  /** From now on clients go to the engine's own port on 127.0.0.1; until then they are closed. */
  openTo(enginePort: number): void;
  /** Takes nobody new in and cuts off who is there. */
  stop(): Promise<void>;
}

/** How long the engine may take to notice that a client is gone, before its side is cut too. */
const PARTING_MS = 5_000;
const LOOK_EVERY_MS = 1_000;
const AUTHENTICATION_FAILED = 516;

/**
 * ClickHouse's native protocol on 127.0.0.1, for those who have a password.
 *
 * The engine's own listener aborts its whole process on garbage or on half a Hello. So a client's first packet is read
 * here, whole, and the engine gets one that is made of what was understood; from then on bytes pass. A client that
 * breaks off is parted with in order, without the reset that it may have sent.
 */
export function createNativeRelay(options: NativeRelayOptions): NativeRelay {
  const { users, maxConnections = 64, maxStrangers = 32, helloWithinMs = 5_000 } = options;
  const { stalledMs = 30_000, idleMs = 600_000 } = options;
  const strangers = new Set<Socket>();
  const pairs = new Set<Pair>();
  let enginePort: number | undefined;

  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    if (strangers.size >= maxStrangers) return void client.destroy();
    strangers.add(client);
    readHello(client, helloWithinMs, (outcome) => {
      strangers.delete(client);
      if (outcome === undefined) return void client.destroy();
      const hash = users.get(outcome.user);
      if (hash === undefined || !matchesHash(outcome.password, hash))
        return refuse(
          client,
          'Authentication failed: password is incorrect, or there is no user with such name.',
        );
      if (enginePort === undefined || pairs.size >= maxConnections)
        return refuse(client, 'Too many connections, or still starting: come again later.');
      const pair = new Pair(client, connect(enginePort, '127.0.0.1'), () => pairs.delete(pair));
      pair.engine.write(writeHello(outcome));
      pairs.add(pair);
    });
  });
  const timer = setInterval(() => {
    const nowMs = performance.now();
    for (const pair of pairs) pair.endIfStalled(nowMs, { stalledMs, idleMs });
  }, LOOK_EVERY_MS);
  timer.unref();

  return {
    listen: (port) => listenOnLoopback(server, port),
    openTo(port) {
      enginePort = port;
    },
    stop: () =>
      new Promise((resolve) => {
        clearInterval(timer);
        server.close(() => resolve());
        for (const stranger of strangers) stranger.destroy();
        for (const pair of pairs) pair.cut();
      }),
  };
}

/** Calls back once: with the Hello, or without when the client is to be closed or is gone. */
function readHello(client: Socket, withinMs: number, done: (hello: NativeHello | undefined) => void): void {
  let received: Buffer = Buffer.alloc(0);
  const settle = (hello: NativeHello | undefined): void => {
    clearTimeout(timer);
    client.off('data', onData).off('close', onGone).off('end', onGone);
    client.pause();
    done(hello);
  };
  const onGone = (): void => settle(undefined);
  const onData = (chunk: Buffer): void => {
    if (received.length + chunk.length > MAX_HELLO_BYTES) return settle(undefined);
    received = Buffer.concat([received, chunk]);
    const outcome = parseHello(received);
    if (outcome.type === 'refused') settle(undefined);
    else if (outcome.type === 'hello') settle(outcome.hello);
  };
  const timer = setTimeout(onGone, withinMs);
  client.on('data', onData).on('close', onGone).on('end', onGone);
}

function refuse(client: Socket, message: string): void {
  client.end(writeException(AUTHENTICATION_FAILED, message));
  // What it may still send is read away, so that it gets to see the answer.
  client.resume();
  setTimeout(() => client.destroy(), PARTING_MS).unref();
}

/** A client and its connection to the engine. */
class Pair {
  readonly engine: Socket;
  readonly #client: Socket;
  readonly #onEnded: () => void;
  #lastAtMs = performance.now();
  #isParting = false;

  constructor(client: Socket, engine: Socket, onEnded: () => void) {
    this.#client = client;
    this.engine = engine;
    this.#onEnded = onEnded;
    this.#pass(client, engine);
    this.#pass(engine, client);
    client.resume();
    client.on('end', () => this.#part()).on('close', () => this.#part());
    engine.on('error', () => engine.destroy());
    engine.on('end', () => client.end());
    engine.on('close', () => {
      client.end();
      setTimeout(() => client.destroy(), PARTING_MS).unref();
      this.#onEnded();
    });
  }

  endIfStalled(nowMs: number, { stalledMs, idleMs }: { stalledMs: number; idleMs: number }): void {
    const silentMs = nowMs - this.#lastAtMs;
    if (silentMs > (this.#client.writableLength > 0 ? stalledMs : idleMs)) this.#client.destroy();
  }

  cut(): void {
    this.#client.destroy();
    this.engine.destroy();
  }

  #pass(from: Socket, to: Socket): void {
    from.on('data', (chunk: Buffer) => {
      this.#lastAtMs = performance.now();
      if (to.destroyed || to.writableEnded || to.write(chunk)) return;
      from.pause();
      to.once('drain', () => {
        this.#lastAtMs = performance.now();
        from.resume();
      });
    });
  }

  /** The client is gone or has nothing more to say: the engine is told so, and its answer is read away. */
  #part(): void {
    if (this.#isParting) return;
    this.#isParting = true;
    this.engine.end();
    this.engine.removeAllListeners('drain').resume();
    if (this.#client.destroyed) this.engine.removeAllListeners('data').resume();
    setTimeout(() => this.engine.destroy(), PARTING_MS).unref();
  }
}
