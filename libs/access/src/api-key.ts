import { createHash, randomBytes } from 'node:crypto';
import { API_ROLES, type ApiRole } from '@emotide/domain';
import { z } from 'zod';

/** A key of the api as it is kept: what it may do, and by what it is known again. The key itself is kept nowhere. */
export interface ApiKey {
  /** Ten hex digits, for good: logs and audits name a key by it. */
  readonly id: string;
  /** For people: whose it is. */
  readonly name: string;
  readonly roles: readonly ApiRole[];
  readonly createdAtMs: number;
  /** 0 while it holds. A key that was revoked stays known by its id, and has no digest any more. */
  readonly revokedAtMs: number;
  /** SHA-256 of the key's text, in hex; empty once it is revoked. */
  readonly digest: string;
}

export interface NewApiKey {
  readonly key: ApiKey;
  /** What its owner sends; shown once. */
  readonly text: string;
}

/** Before every key, so that scanners find one that was published by mistake. */
const PREFIX = 'emotide';
const ID_BYTES = 5;
const SECRET_BYTES = 32;
const TEXT = /^emotide_([0-9a-f]{10})_[0-9a-f]{64}$/;
const FORMAT = 1;
const MAX_BYTES = 1_024;

const stored = z.strictObject({
  v: z.literal(FORMAT),
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u),
  roles: z.array(z.enum(API_ROLES)).min(1),
  created: z.number().int().min(0),
  revoked: z.number().int().min(0),
  digest: z.string().regex(/^([0-9a-f]{64})?$/),
});

/**
 * A new key. @param name 1 to 100 characters, none of them a control character
 *
 * @throws RangeError for a name or roles that can not be
 */
export function createApiKey(name: string, roles: readonly ApiRole[], createdAtMs: number): NewApiKey {
  const id = randomBytes(ID_BYTES).toString('hex');
  const text = `${PREFIX}_${id}_${randomBytes(SECRET_BYTES).toString('hex')}`;
  const unique = API_ROLES.filter((role) => roles.includes(role));
  const key: ApiKey = { id, name, roles: unique, createdAtMs, revokedAtMs: 0, digest: digestOf(text) };
  if (decodeApiKey(id, encodeApiKey(key)) === undefined)
    throw new RangeError('a key has a name of 1 to 100 characters, and at least one role');
  return { key, text };
}

/**
 * By what a key is known again. One round of SHA-256 is enough, as a key is 256 random bits: slow hashes make up for
 * passwords that can be guessed, and would cost each request as much.
 */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** @returns the id that a key's text names; undefined for what no key looks like */
export function parseKeyText(text: string): string | undefined {
  return TEXT.exec(text)?.[1];
}

/** The value beside the id, as JSON. */
export function encodeApiKey({ name, roles, createdAtMs, revokedAtMs, digest }: ApiKey): Uint8Array {
  const value = { v: FORMAT, name, roles, created: createdAtMs, revoked: revokedAtMs, digest };
  return new TextEncoder().encode(JSON.stringify(value));
}

/** @returns undefined for what is no key, or one that a later version wrote: it opens nothing */
export function decodeApiKey(id: string, bytes: Uint8Array): ApiKey | undefined {
  if (!/^[0-9a-f]{10}$/.test(id) || bytes.length > MAX_BYTES) return undefined;
  const parsed = stored.safeParse(parseJson(bytes));
  if (!parsed.success) return undefined;
  const { name, roles, created, revoked, digest } = parsed.data;
  return { id, name, roles, createdAtMs: created, revokedAtMs: revoked, digest };
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
