import { parseConfig } from '@emotide/service-kit';
import { describe, expect, it } from 'vitest';
import { configSchema, toGenerateOptions } from './config';

const generate = (env: Record<string, string>) =>
  toGenerateOptions(
    parseConfig(
      configSchema,
      Object.fromEntries([
        ['EMOTIDE_SIM_STATE_DIR', 'state'],
        ...Object.entries(env).map(([name, value]) => [`EMOTIDE_SIM_GENERATE_${name}`, value]),
      ]),
    ),
  );

describe('the settings of generated chat', () => {
  it('ask for none unless there are channels', () => {
    expect(generate({})).toBeUndefined();
    expect(generate({ CHANNELS: '0', RATE: '5' })).toBeUndefined();
  });

  it('have defaults for all else', () => {
    expect(generate({ CHANNELS: '200' })).toEqual({
      channels: 200,
      linesPerSecond: 100,
      seed: 1,
      lines: null,
      mix: 'real',
    });
    expect(generate({ CHANNELS: '1', RATE: 'max', SEED: '9', LINES: '1000', MIX: 'dense' })).toEqual({
      channels: 1,
      linesPerSecond: null,
      seed: 9,
      lines: 1_000,
      mix: 'dense',
    });
    expect(generate({ CHANNELS: '1', RATE: '0.5' })?.linesPerSecond).toBe(0.5);
  });

  it.each([
    [{ CHANNELS: '10001' }, 'GENERATE_CHANNELS: must be a whole number from 0 to 10000'],
    [{ CHANNELS: '-1' }, 'GENERATE_CHANNELS: must be a whole number'],
    [{ RATE: 'fast' }, 'GENERATE_RATE: must be max or lines a second, up to 1000000'],
    [{ RATE: '0' }, 'GENERATE_RATE: must be max'],
    [{ RATE: '2000000' }, 'GENERATE_RATE: must be max'],
    [{ SEED: '4294967296' }, 'GENERATE_SEED: must be a whole number from 0 to 4294967295'],
    [{ LINES: '0' }, 'GENERATE_LINES: must be a whole number from 1'],
    [{ MIX: 'thin' }, 'GENERATE_MIX: '],
  ])('say what is wrong: %j', (env, message) => {
    expect(() => generate({ CHANNELS: '1', ...env })).toThrow(message);
  });
});
