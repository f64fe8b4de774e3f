import { gauge, runService } from '@emotide/service-kit';
import { configSchema, toGenerateOptions } from './config';
import { TWITCH_LIMITS } from './irc-limits';
import { startSimulator } from './simulator';
import { systemClock } from './system-clock';

await runService({
  name: 'twitch-sim',
  env: process.env,
  schema: configSchema,
  async start({ config, log, registry, fail }) {
    const simulator = await startSimulator({
      port: config.EMOTIDE_SIM_PORT,
      paths: config.EMOTIDE_SIM_REPLAY,
      speed: config.EMOTIDE_SIM_SPEED,
      retime: config.EMOTIDE_SIM_RETIME,
      again: config.EMOTIDE_SIM_AGAIN,
      generate: toGenerateOptions(config),
      thirdParty: config.EMOTIDE_SIM_THIRD_PARTY,
      answersDir: config.EMOTIDE_SIM_ANSWERS_DIR,
      services: {
        clientId: config.EMOTIDE_SIM_CLIENT_ID,
        clientSecret: config.EMOTIDE_SIM_CLIENT_SECRET,
        tokenSeconds: config.EMOTIDE_SIM_TOKEN_SECONDS,
        helixPoints: config.EMOTIDE_SIM_HELIX_POINTS,
      },
      limits: config.EMOTIDE_SIM_LIMITS ? TWITCH_LIMITS : undefined,
      slowReaders: config.EMOTIDE_SIM_SLOW_READERS,
      stateDir: config.EMOTIDE_SIM_STATE_DIR,
      log,
      clock: systemClock,
      onError: fail,
    });
    gauge(registry, 'emotide_sim_lines', 'Lines that were sent or went unheard', {
      collect: (lines) => lines.set(simulator.sentLines()),
    });
    gauge(registry, 'emotide_sim_connections', 'Open IRC connections', {
      collect: (connections) => connections.set(simulator.progress().connections.length),
    });
    return {
      readiness: () => ({ ready: true }),
      stop: () => simulator.stop(),
      about: { url: `ws://127.0.0.1:${simulator.port}`, channels: simulator.channels().length },
    };
  },
});
