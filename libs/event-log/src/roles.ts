import { inboxPrefixOf } from './connection';
import {
  EMOTES_STREAM,
  HISTORY_STREAM,
  LEASES_BUCKET,
  QUARANTINE_STREAM,
  READ_MARKS_SUBJECT,
  REPAIRS_BUCKET,
  SINK_INTENTS_BUCKET,
  type LeaseGroup,
  type SharedBucket,
} from './names';

/** Who may do what on NATS. `owner` declares streams and may do all; the others have the least they work with. */
export const ROLES = ['owner', 'collector', 'sink', 'api', 'scout'] as const;
export type Role = (typeof ROLES)[number];

export interface RolePermissions {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
}

/** Reading a stream with ephemeral consumers of one's own. */
const readStream = (stream: string): string[] => [
  `$JS.API.STREAM.INFO.${stream}`,
  `$JS.API.STREAM.MSG.GET.${stream}`,
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

/** Following the values of a bucket: its records, by a consumer of one's own, and single ones. */
const followBucket = (bucket: SharedBucket): string[] => readStream(`KV_${bucket}`);

/** Following and writing the values of a bucket. */
const keepBucket = (bucket: SharedBucket): string[] => [...followBucket(bucket), `$KV.${bucket}.>`];

/** Being a member of one group: its table, no bucket to look at, no other group's. */
const joinGroup = (group: LeaseGroup): string[] => [
  `$JS.API.STREAM.MSG.GET.KV_${LEASES_BUCKET}`,
  `$KV.${LEASES_BUCKET}.${group}`,
];

/** Seeing whether a repair keeps the sinks waiting. */
const seeRepairs: readonly string[] = [`$JS.API.STREAM.MSG.GET.KV_${REPAIRS_BUCKET}`];

const BY_ROLE: Readonly<Record<Exclude<Role, 'owner'>, readonly string[]>> = {
  collector: [
    'emotes.v1.>',
    READ_MARKS_SUBJECT,
    ...joinGroup('collectors'),
    ...followBucket('channel-plan'),
    ...followBucket('emote-catalogue'),
    ...followBucket('opt-outs'),
    // Its own report, which it never reads.
    '$KV.collectors.>',
  ],
  sink: [
    '$JS.API.INFO',
    ...readStream(EMOTES_STREAM),
    ...readStream(HISTORY_STREAM),
    ...useBucket(SINK_INTENTS_BUCKET),
    ...joinGroup('sinks'),
    ...seeRepairs,
    'quarantine.v1.>',
  ],
  api: [
    '$JS.API.INFO',
    ...readStream(EMOTES_STREAM),
    ...readBucket(SINK_INTENTS_BUCKET),
    ...seeRepairs,
    ...followBucket('emote-catalogue'),
    ...followBucket('jobs'),
    ...followBucket('collectors'),
    // How many records it holds, none of them.
    `$JS.API.STREAM.INFO.${QUARANTINE_STREAM}`,
    ...followBucket('api-keys'),
    // What administrators change: edits of themes, not what the scout brings; wishes, not the plan.
    ...followBucket('themes'),
    '$KV.themes.edit.>',
    ...followBucket('channel-plan'),
    '$KV.channel-plan.wish.>',
    ...keepBucket('opt-outs'),
  ],
  scout: [
    ...joinGroup('scouts'),
    ...keepBucket('channel-plan'),
    ...keepBucket('emote-catalogue'),
    ...keepBucket('themes'),
    ...keepBucket('jobs'),
    ...keepBucket('opt-outs'),
  ],
};

/** What a role may hear beside the answers to what it asked. */
const HEARS: Readonly<Partial<Record<Role, readonly string[]>>> = { api: [READ_MARKS_SUBJECT] };

/**
 * Permissions of a role's user as nats-server's configuration has them; undefined for the owner, who has all.
 *
 * The user must bear the role's name: its inbox follows from it.
 */
export function permissionsOf(role: Role): RolePermissions | undefined {
  if (role === 'owner') return undefined;
  return { publish: BY_ROLE[role], subscribe: [`${inboxPrefixOf(role)}.>`, ...(HEARS[role] ?? [])] };
}
