import { inboxPrefixOf } from './connection';
import { EMOTES_STREAM, SINK_INTENTS_BUCKET } from './names';

/** Who may do what on NATS. `owner` declares streams and may do all; the others have the least they work with. */
export const ROLES = ['owner', 'collector', 'sink', 'api'] as const;
export type Role = (typeof ROLES)[number];

export interface RolePermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** Reading a stream with ephemeral consumers of one's own. */
const readStream = (stream: string): string[] => [
  `$JS.API.STREAM.INFO.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}`,
  `$JS.API.CONSUMER.CREATE.${stream}.>`,
  `$JS.API.CONSUMER.DELETE.${stream}.>`,
  `$JS.API.CONSUMER.MSG.NEXT.${stream}.>`,
];

/** Reading one KV bucket. */
const readBucket = (bucket: string): string[] => [
  `$JS.API.STREAM.INFO.KV_${bucket}`,
  `$JS.API.DIRECT.GET.KV_${bucket}`,
  `$JS.API.DIRECT.GET.KV_${bucket}.>`,
  `$JS.API.STREAM.MSG.GET.KV_${bucket}`,
];

/** Reading and writing one KV bucket. */
const useBucket = (bucket: string): string[] => [...readBucket(bucket), `$KV.${bucket}.>`];

const BY_ROLE: Readonly<Record<Exclude<Role, 'owner'>, readonly string[]>> = {
  collector: ['emotes.v1.>'],
  sink: ['$JS.API.INFO', ...readStream(EMOTES_STREAM), ...useBucket(SINK_INTENTS_BUCKET), 'quarantine.v1.>'],
  api: ['$JS.API.INFO', ...readStream(EMOTES_STREAM), ...readBucket(SINK_INTENTS_BUCKET)],
};

/**
 * Permissions of a role's user as nats-server's configuration has them; undefined for the owner, who has all.
 *
 * The user must bear the role's name: its inbox follows from it.
 */
export function permissionsOf(role: Role): RolePermissions | undefined {
  if (role === 'owner') return undefined;
  return { publish: BY_ROLE[role], subscribe: [`${inboxPrefixOf(role)}.>`] };
}
