import { ROLES, permissionsOf, type Role } from '@emotide/event-log';

/** The variable in which nats-server finds a role's password. */
export function passwordVariable(role: Role): string {
  return `NATS_${role.toUpperCase()}_PASSWORD`;
}

interface NatsUserEntry {
  readonly user: Role;
  /** As the server's language has a variable. */
  readonly passwordVariable: string;
  readonly permissions?: { readonly publish: readonly string[]; readonly subscribe: readonly string[] };
}

/** The users of the event log with what each may do, of the list that the embedded server is told too. */
export function toNatsUsers(): NatsUserEntry[] {
  return ROLES.map((role) => {
    const permissions = permissionsOf(role);
    return { user: role, passwordVariable: passwordVariable(role), ...(permissions && { permissions }) };
  });
}

const NOTE = 'Generated of libs/event-log/src/roles.ts by `npm run deploy:generate`; not to be edited.';

/** Values of the NATS chart: `config.merge` is put into the server's configuration; `<< … >>` unquotes. */
export function renderNatsValues(): string {
  const users = toNatsUsers().map(({ user, passwordVariable: variable, permissions }) => {
    const lines = [`        - user: ${user}`, `          password: << $${variable} >>`];
    if (permissions !== undefined) {
      lines.push('          permissions:');
      for (const [verb, subjects] of Object.entries(permissions)) {
        lines.push(`            ${verb}:`, '              allow:');
        lines.push(
          ...(subjects as readonly string[]).map((one) => `                - ${JSON.stringify(one)}`),
        );
      }
    }
    return lines.join('\n');
  });
  return `# ${NOTE}\nconfig:\n  merge:\n    authorization:\n      users:\n${users.join('\n')}\n`;
}

/** The whole configuration of one server, for compose. Passwords are its environment's. */
export function renderNatsConfig(): string {
  const users = toNatsUsers().map(({ user, passwordVariable: variable, permissions }) => {
    const allow = (subjects: readonly string[]): string =>
      `{ allow: [\n${subjects.map((one) => `        ${JSON.stringify(one)}`).join('\n')}\n      ] }`;
    const what =
      permissions &&
      `\n      permissions: { publish: ${allow(permissions.publish)}, subscribe: ${allow(permissions.subscribe)} }`;
    return `    {\n      user: ${user}, password: $${variable}${what ?? ''}\n    }`;
  });
  return `# ${NOTE}
server_name: emotide
listen: "0.0.0.0:4222"
http: "0.0.0.0:8222"
max_payload: 1MB
no_fast_producer_stall: true
jetstream {
  store_dir: "/data"
  max_file_store: 12GB
  max_memory_store: 64MB
  sync_interval: "10s"
}
authorization {
  users: [
${users.join('\n')}
  ]
}
`;
}
