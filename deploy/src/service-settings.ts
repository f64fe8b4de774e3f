import { apiConfig } from '@emotide/api/src/config';
import { collectorEnv } from '@emotide/collector/src/config';
import { eventLogEnv } from '@emotide/event-log';
import { importerEnv } from '@emotide/importer/src/config';
import { scoutEnv } from '@emotide/scout/src/config';
import { serviceEnv } from '@emotide/service-kit';
import { sinkEnv } from '@emotide/sink/src/config';
import { retentionEnv, storeEnv } from '@emotide/store';
import { z } from 'zod';

/** What a program reads from its environment. */
export interface Settings {
  readonly schema: z.ZodType;
  readonly names: ReadonlySet<string>;
}

const of = (schema: z.ZodObject): Settings => ({ schema, names: new Set(Object.keys(schema.shape)) });

const logLevel = serviceEnv.pick({ EMOTIDE_LOG_LEVEL: true });
const retention = retentionEnv.in as z.ZodObject;

/** By the image's last name, and for the operator's image by the command. */
const PROGRAMS: Readonly<Record<string, Settings>> = {
  collector: of(collectorEnv),
  sink: of(sinkEnv),
  scout: of(scoutEnv),
  api: of(apiConfig),
  'operator provision': of(eventLogEnv),
  'operator migrate': of(
    logLevel.extend(storeEnv.shape).extend(retention.shape).extend({ EMOTIDE_CLUSTER: z.string() }),
  ),
  'operator import': of(importerEnv),
  'operator quarantine': of(eventLogEnv.extend(storeEnv.shape)),
};

/** The settings of a container of ours; undefined when it is not one. */
export function settingsOf(image: string, args: readonly string[] = []): Settings | undefined {
  const [, app] = /(?:^|\/)emotide\/([a-z]+)(?:[:@]|$)/.exec(image) ?? [];
  if (app === undefined) return undefined;
  const settings = PROGRAMS[app === 'operator' ? `operator ${args[0]}` : app];
  if (settings === undefined)
    throw new Error(`nothing is known of the settings of ${image} ${args.join(' ')}`);
  return settings;
}
