/** A member of the collectors' group in a process of its own, which a test may freeze. Prints what happens to it. */
import { createLogger } from '@emotide/service-kit';
import { EventLog, createEpoch } from '../src';

const [renewMs, termMs] = process.argv.slice(2).map(Number) as [number, number];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const epoch = createEpoch(Date.now(), Math.random);
say(epoch);
const eventLog = await EventLog.connect({
  servers: process.env['EMOTIDE_NATS_SERVERS']!,
  user: process.env['EMOTIDE_NATS_USER']!,
  password: process.env['EMOTIDE_NATS_PASSWORD']!,
  name: 'slot-member',
  log: createLogger('slot-member', 'silent'),
});
const group = eventLog.joinGroup({
  group: 'collectors',
  slots: 4,
  instance: 'collector-1',
  epoch,
  renewMs,
  termMs,
  onGranted: (slot) => say(`+${slot}`),
  onRevoked: () => Promise.resolve(),
  onEvicted: () => {
    clearInterval(timer);
    say('evicted');
  },
});
const timer = setInterval(() => say(group.isValid ? 'valid' : 'not valid'), 20);
