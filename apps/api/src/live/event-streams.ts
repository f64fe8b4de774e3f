import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '@emotide/service-kit';
import { GraphQLError, getOperationAST } from 'graphql';
import { toApiError } from '../api-error';
import { scopeOf, type Caller } from '../door/caller';
import type { Frame, LiveHub, Subscriber } from './live-hub';
import { toOperationKey } from './operation-key';
import type { OperationParams } from './prepare-operation';
import { BodyTooLarge, readOperation } from './read-operation';
import type { PrepareFor } from './subscription-server';

export interface EventStreamsOptions {
  readonly hub: LiveHub;
  readonly prepare: PrepareFor;
  readonly onKeyWithdrawn: (listener: (keyId: string) => void) => () => void;
  /** Streams at a time; more are answered with 503. */
  readonly mostStreams: number;
  readonly mostSubscriptions: number;
  readonly mostBodyBytes: number;
  readonly log: Logger;
  /** How often a stream has to show that it is read. Default 12,000. */
  readonly heartbeatMs?: number;
}

export interface EventStreams {
  readonly streams: number;
  serve(request: IncomingMessage, response: ServerResponse, caller: Caller): Promise<void>;
  /** Those that are open, each with what ends it as a broken connection would, so that its reader comes back. */
  open(): (() => void)[];
  /** Ends all of them; their readers are told that they are complete. */
  stop(): void;
}

interface Stream {
  readonly response: ServerResponse;
  readonly keyId: string | undefined;
  readonly subscriber: Subscriber;
  /** Whether it had not taken all by the last heartbeat. */
  isBehind: boolean;
}

const HEARTBEAT_MS = 12_000;
/** As the protocol of graphql-sse has it: JSON never holds a line's end. */
const FRAME: Frame = { head: 'event: next\ndata: ', tail: '\n\n' };
const COMPLETE = 'event: complete\ndata:\n\n';
const BEAT = ':\n\n';

/** Whether a request is for a stream of answers. */
export const wantsEvents = ({ headers }: IncomingMessage): boolean =>
  /^\s*text\/event-stream\b/i.test(headers.accept ?? '');

/**
 * GraphQL subscriptions over HTTP, protocol graphql-sse, one connection each: for clients without WebSocket. They share
 * executions and texts with all other subscribers, and a slow one gets the latest only.
 */
export function createEventStreams(options: EventStreamsOptions): EventStreams {
  const { hub, prepare, onKeyWithdrawn, mostStreams, mostSubscriptions, mostBodyBytes, log } = options;
  const streams = new Set<Stream>();
  let misfits = 0;

  const heartbeat = setInterval(() => {
    for (const stream of streams) {
      const { response, subscriber } = stream;
      if (subscriber.bufferedBytes === 0) {
        stream.isBehind = false;
        response.write(BEAT);
      } else if (stream.isBehind) response.destroy();
      else stream.isBehind = true;
    }
  }, options.heartbeatMs ?? HEARTBEAT_MS);
  const stopListening = onKeyWithdrawn((keyId) => {
    for (const stream of streams) if (stream.keyId === keyId) stream.response.destroy();
  });

  const open = (response: ServerResponse, { keyId }: Caller): Stream => {
    const subscriber: Subscriber = {
      get isOpen() {
        return !response.destroyed && !response.writableEnded;
      },
      get bufferedBytes() {
        // Nothing before the head: what comes while the stream begins is given a moment later.
        return response.headersSent ? response.writableLength : Infinity;
      },
      send: (text) => void response.write(text),
    };
    const stream: Stream = { response, keyId, subscriber, isBehind: false };
    streams.add(stream);
    return stream;
  };

  const follow = async (params: OperationParams, response: ServerResponse, caller: Caller): Promise<void> => {
    const prepared = await prepare(params, caller);
    if (!('args' in prepared)) return answer(response, 400, prepared);
    const { args, run } = prepared;
    if (getOperationAST(args.document, args.operationName)?.operation !== 'subscription')
      return answer(response, 400, [toApiError('WRONG_TRANSPORT', NO_SUBSCRIPTION)]);
    const key = toOperationKey(args, scopeOf(caller)) ?? `stream misfit ${(misfits += 1)}`;
    const stream = open(response, caller);
    const subscription = await hub.attach(key, run, FRAME, stream.subscriber).catch((error: unknown) => {
      streams.delete(stream);
      throw error;
    });
    if (!('next' in subscription)) {
      streams.delete(stream);
      return answer(response, 400, subscription.errors ?? []);
    }
    const end = (): void => {
      streams.delete(stream);
      void subscription.return(undefined);
    };
    response.once('close', end);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
      // One that has ended is not kept for another request: a stop would wait for it.
      connection: 'close',
      // Proxies that gather answers would make a stream of none of it.
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    if (response.destroyed) return end();
    await subscription.next();
    if (stream.subscriber.isOpen) response.end(COMPLETE);
  };

  return {
    get streams() {
      return streams.size;
    },
    open: () =>
      [...streams].map(
        ({ response }) =>
          () =>
            void response.end(),
      ),
    async serve(request, response, caller) {
      try {
        if (streams.size >= mostStreams || hub.subscribers >= mostSubscriptions) {
          response.setHeader('retry-after', 1);
          return answer(response, 503, [
            toApiError('TOO_MANY', 'the server has as many subscriptions as it can have'),
          ]);
        }
        await follow(await readOperation(request, mostBodyBytes), response, caller);
      } catch (error) {
        if (response.headersSent) return void response.destroy();
        if (error instanceof GraphQLError) return answer(response, 400, [error]);
        if (error instanceof BodyTooLarge)
          return answer(response, 413, [toApiError('TOO_COMPLEX', error.message)]);
        log.error({ err: error }, 'a stream could not be begun');
        answer(response, 500, [toApiError('INTERNAL_SERVER_ERROR', 'unexpected error')]);
      }
    },
    stop() {
      clearInterval(heartbeat);
      stopListening();
      for (const { response, subscriber } of streams) if (subscriber.isOpen) response.end(COMPLETE);
    },
  };
}

const NO_SUBSCRIPTION = 'only subscriptions are streamed: ask for JSON instead';

function answer(response: ServerResponse, status: number, errors: readonly GraphQLError[]): void {
  const body = JSON.stringify({ errors });
  response
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', connection: 'close' })
    .end(body);
}
