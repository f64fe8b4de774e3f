import { toOutageDrill, type Outage } from './outage';

/** The server neither answers nor closes its connections, which is the hardest kind of away. */
export const natsAway: Outage = {
  name: 'the event log does not answer',
  begin: (stack) => {
    const thaw = stack.freeze('nats');
    return Promise.resolve(() => Promise.resolve(thaw()));
  },
};

export const natsAwayDrill = toOutageDrill(
  {
    name: 'nats-away',
    title: 'The event log away',
    description: 'stop nats-server for a while under load',
    question: 'Is anything lost when nats-server does not answer for a minute?',
    seconds: 60,
    note: 'nats-server was stopped with SIGSTOP; the collector keeps what it reads and sends it when the server is back.',
  },
  natsAway,
);
