import type { Plugin } from 'graphql-yoga';
import { toApiError } from '../api-error';
import type { ApiContext } from '../context';

/**
 * Subscriptions run in the hub, behind a WebSocket or an event stream. As a request they would be one execution a
 * subscriber, with a buffer that nobody bounds.
 */
export const hubOnly: Plugin<Partial<ApiContext>> = {
  onSubscribe({ args }) {
    const { transport } = args.contextValue;
    if (transport !== 'socket')
      throw toApiError(
        'WRONG_TRANSPORT',
        'subscriptions go over WebSocket, protocol graphql-transport-ws, or with `Accept: text/event-stream`',
      );
  },
};
