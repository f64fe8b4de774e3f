import { renderStandaloneServer, renderStandaloneUsers } from '@emotide/embedded';
import { stringify } from 'yaml';

/** The patch that gives the operator's installation the server's files. */
export function renderClickHousePatch(): string {
  const patch = {
    apiVersion: 'clickhouse.altinity.com/v1',
    kind: 'ClickHouseInstallation',
    metadata: { name: 'emotide' },
    spec: {
      configuration: {
        files: {
          'config.d/emotide.xml': renderStandaloneServer(),
          'users.d/emotide.xml': renderStandaloneUsers(),
        },
      },
    },
  };
  return `# Generated of libs/embedded by \`npm run deploy:generate\`; not to be edited.\n${stringify(patch, { lineWidth: 0 })}`;
}
