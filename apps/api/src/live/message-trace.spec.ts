import { createLogger, type Logger } from '@emotide/service-kit';
import { expect, it } from 'vitest';
import { MessageTrace } from './message-trace';

function create(): { trace: MessageTrace; said: { trace: string; step: string; subscribers?: number }[] } {
  const said: { trace: string; step: string; subscribers?: number }[] = [];
  const log = createLogger('test', 'silent');
  const info = (fields: unknown) => void said.push(fields as (typeof said)[number]);
  return { trace: new MessageTrace(Object.assign(Object.create(log) as Logger, { info })), said };
}

const at = (trace: string, sentAtMs: number) => ({ trace, sentAtMs });
const where = { partition: 0, seq: 7 };

it('tells that a message was pushed with the first answer that covers its second, once', () => {
  const { trace, said } = create();
  trace.folded([at('1', 1_500), at('2', 2_500)], where);
  expect(said).toMatchObject([
    { trace: '1', step: 'folded', ...where },
    { trace: '2', step: 'folded', ...where },
  ]);
  said.length = 0;
  trace.answered(3);
  trace.closed(1_000);
  trace.answered(3);
  expect(said).toEqual([]);
  trace.closed(2_000);
  trace.answered(3);
  trace.answered(3);
  expect(said).toMatchObject([{ trace: '1', step: 'pushed', subscribers: 3 }]);
  trace.closed(3_000);
  trace.answered(2);
  expect(said.slice(1)).toMatchObject([{ trace: '2', step: 'pushed', subscribers: 2 }]);
});

it('does not call pushed what nobody was sent', () => {
  const { trace, said } = create();
  trace.folded([at('1', 1_500)], where);
  trace.closed(2_000);
  trace.answered(0);
  expect(said.map(({ step }) => step)).toEqual(['folded']);
  trace.answered(1);
  expect(said.map(({ step }) => step)).toEqual(['folded', 'pushed']);
});

it('keeps the latest thousand while nobody listens', () => {
  const { trace, said } = create();
  for (let n = 0; n < 2_500; n++) {
    trace.folded([at(String(n), n)], where);
    trace.closed(n + 1);
  }
  said.length = 0;
  trace.answered(1);
  expect(said).toHaveLength(1_000);
  expect(said.at(-1)).toMatchObject({ trace: '2499' });
});
