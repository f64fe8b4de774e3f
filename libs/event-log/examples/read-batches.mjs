// Prints every row of the log, one JSON array a line, and goes on with what comes. Needs only `npm install nats`.
// EMOTIDE_NATS_SERVERS, EMOTIDE_NATS_USER and EMOTIDE_NATS_PASSWORD say where and who; docs/batch-format.md says what.
import { connect } from 'nats';

const { EMOTIDE_NATS_SERVERS: servers, EMOTIDE_NATS_USER: user, EMOTIDE_NATS_PASSWORD: pass } = process.env;
const nc = await connect({ servers, user, pass, inboxPrefix: `_INBOX_${user}` });
const consumer = await nc.jetstream().consumers.get('EMOTES', { filterSubjects: 'emotes.v1.>' });
for await (const { headers, data } of await consumer.consume({ max_messages: 100 })) {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.length);
  if (!['1', '2'].includes(headers?.get('Emotide-Version'))) continue;
  for (let at = 0; at < bytes.length;) {
    const number = (size) => bytes.readUIntLE((at += size) - size, size);
    const u64 = () => bytes.readBigUInt64LE((at += 8) - 8);
    const length = () => ((first) => (first < 128 ? first : (first & 127) | (number(1) << 7)))(number(1));
    const text = () => ((n) => bytes.toString('utf8', at, (at += n)))(length());
    const [kind, sentAt, channelId, login] = [number(1), new Date(Number(u64())), u64(), text()];
    const [actor, message, provider, id, name] = [u64(), u64(), number(1), text(), text()];
    const row = [kind, sentAt, channelId, login, actor, message, provider, id, name, number(1)];
    row.push(number(4), number(4), number(2));
    process.stdout.write(`${JSON.stringify(row, (_, v) => (typeof v === 'bigint' ? String(v) : v))}\n`);
  }
}
