/**
 * What whoever asks the api may do. None includes another.
 *
 * - `read`: ask what is counted, and follow it live
 * - `people`: also ask about single chatters
 * - `admin`: also change what is read and how it is counted
 */
export const API_ROLES = ['read', 'people', 'admin'] as const;
export type ApiRole = (typeof API_ROLES)[number];

export const isApiRole = (text: string): text is ApiRole => (API_ROLES as readonly string[]).includes(text);
