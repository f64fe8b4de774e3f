import { toOutageDrill, type Outage } from './outage';

/** The warehouse neither answers nor closes its connections. */
export const clickhouseAway: Outage = {
  name: 'the warehouse does not answer',
  begin: (stack) => {
    const thaw = stack.freeze('clickhouse');
    return Promise.resolve(() => Promise.resolve(thaw()));
  },
};

export const clickhouseAwayDrill = toOutageDrill(
  {
    name: 'clickhouse-away',
    title: 'The warehouse away',
    description: 'stop ClickHouse for a while under load',
    question:
      'Is anything lost when ClickHouse does not answer for five minutes, and how fast is it counted then?',
    seconds: 300,
    note: 'ClickHouse was stopped with SIGSTOP; the log holds what comes.',
  },
  clickhouseAway,
);
