import { z } from 'zod';

/**
 * What EventSub sends over its WebSocket, in what is used of it: dev.twitch.tv/docs/eventsub/websocket-reference and
 * /eventsub-subscription-types. Unknown fields are dropped, unknown kinds of messages are other matters.
 */
const id = z.string().regex(/^\d{1,20}$/);
const opaque = z.string().min(1).max(500);
/** A text has 500 characters; a command's prefix and altered texts may add to it. */
const text = z.string().max(4_000);
/** What Twitch leaves out or says is null, is null. */
const orNull = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? null);

export const envelope = z.object({
  metadata: z.object({
    message_id: opaque,
    message_type: z.string().max(100),
    /** RFC 3339, with nanoseconds. */
    message_timestamp: z.string().max(64),
  }),
  payload: z.unknown(),
});

export const session = z.object({
  session: z.object({
    id: opaque,
    keepalive_timeout_seconds: orNull(z.number().int().min(1).max(3_600)),
    reconnect_url: orNull(z.string().max(2_000)),
  }),
});

export const subscription = z.object({
  subscription: z.object({
    id: opaque,
    type: z.string().max(100),
    status: z.string().max(100),
    condition: z.object({ broadcaster_user_id: id }),
  }),
});

export const notification = subscription.extend({ event: z.unknown() });

const fragment = z.object({
  text,
  emote: orNull(
    z.object({ id: opaque, emote_set_id: orNull(z.string().max(200)), owner_id: orNull(z.string().max(50)) }),
  ),
});

/** `channel.chat.message` and `channel.chat.notification` alike. */
export const chatEvent = z.object({
  chatter_user_id: orNull(id),
  message_id: opaque,
  message: z.object({ text, fragments: z.array(fragment).max(1_000) }),
  badges: orNull(z.array(z.object({ set_id: z.string().max(100) })).max(200)),
  cheer: orNull(z.object({ bits: z.number() })),
  reply: orNull(z.object({})),
  source_broadcaster_user_id: orNull(id),
});
export type ChatEvent = z.output<typeof chatEvent>;

/** `channel.chat.message_delete`. */
export const deletionEvent = z.object({ message_id: opaque });
/** `channel.chat.clear_user_messages`. */
export const clearUserEvent = z.object({ target_user_id: id });
