/**
 * Writes the invented chat that the project ships: `npx tsx apps/twitch-sim/demo/make-demo-chat.ts`.
 * Everything in it is made up (demo-chat.ts); no real person wrote any of it.
 */
import { writeFileSync } from 'node:fs';
import { toDemoChat } from './demo-chat';

writeFileSync(new URL('demo-chat.txt', import.meta.url), toDemoChat());
