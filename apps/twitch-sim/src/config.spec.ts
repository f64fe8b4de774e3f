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

describe('the settings of services and limits', () => {
  const parse = (env: Record<string, string>) =>
    parseConfig(configSchema, { EMOTIDE_SIM_STATE_DIR: 'state', ...env });

  it('leave third parties and limits out unless they are asked for', () => {
    expect(parse({})).toMatchObject({
      EMOTIDE_SIM_THIRD_PARTY: false,
      EMOTIDE_SIM_LIMITS: false,
      EMOTIDE_SIM_SLOW_READERS: 'wait',
      EMOTIDE_SIM_HELIX_POINTS: 800,
    });
    expect(parse({ EMOTIDE_SIM_THIRD_PARTY: '1' }).EMOTIDE_SIM_THIRD_PARTY).toBe(true);
    expect(generate({ CHANNELS: '1', DELAY_MS: '200', DISORDER_MS: '400' })).toMatchObject({
      delayMs: 200,
      disorderMs: 400,
    });
  });

  it.each([
    [{ EMOTIDE_SIM_SLOW_READERS: 'kick' }, 'EMOTIDE_SIM_SLOW_READERS: '],
    [{ EMOTIDE_SIM_HELIX_POINTS: '0' }, 'EMOTIDE_SIM_HELIX_POINTS: must be a whole number from 1'],
    [{ EMOTIDE_SIM_GENERATE_DELAY_MS: '60001' }, 'DELAY_MS: must be a whole number from 0 to 60000'],
  ])('say what is wrong: %j', (env, message) => {
    expect(() => parse(env)).toThrow(message);
  });
});
