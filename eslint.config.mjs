import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/**
 * Which room may import which: the table of docs/ARCHITECTURE.md as a lint rule.
 * Each workspace package names itself by one `room:` tag (package.json, "nx.tags"); apps also carry `kind:app`.
 */
const mayImport = {
  domain: [],
  emotes: ['domain'],
  live: ['domain'],
  'service-kit': [],
  'graphql-types': [],
  'emote-providers': ['domain', 'emotes', 'service-kit'],
  chat: ['domain', 'service-kit'],
  'event-log': ['domain', 'service-kit'],
  store: ['domain', 'service-kit'],
  reading: ['domain', 'emotes', 'event-log', 'service-kit'],
  embedded: ['service-kit'],
  privacy: ['domain', 'event-log', 'service-kit', 'store'],
  access: ['domain', 'event-log', 'service-kit'],
  themes: ['domain', 'emotes', 'event-log', 'service-kit', 'store'],
};

/** Foreign clients and the rooms that own them: everything else goes through that room's door. */
const doors = {
  'tmi.js': ['libs/chat'],
  nats: ['libs/event-log'],
  '@clickhouse/client': ['libs/store'],
  'ffi-rs': ['libs/embedded'],
  'graphql-yoga': ['apps/api'],
  'graphql-ws': ['apps/api', 'apps/dashboard', 'apps/e2e'],
  preact: ['apps/dashboard'],
  uplot: ['apps/dashboard'],
  ws: ['apps/api', 'apps/twitch-sim', 'libs/chat', 'libs/emote-providers'],
  'p-retry': ['libs/emote-providers', 'libs/event-log'],
};

const restricted = (names, extra = []) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      paths: names.map((name) => ({ name, message: `${name} lives in one room: see docs/ARCHITECTURE.md` })),
      patterns: extra,
    },
  ],
});
const testkit = { group: ['@emotide/testkit'], message: 'testkit is for specs only' };
const node = { group: ['node:*'], message: 'this room is pure: no Node' };

export default tseslint.config(
  { ignores: ['**/dist', '**/node_modules', '**/cdk.out', '.nx', '.emotide', '**/*generated.ts'] },
  ...tseslint.configs.recommended,
  {
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: [
            ...Object.entries(mayImport).map(([room, rooms]) => ({
              sourceTag: `room:${room}`,
              onlyDependOnLibsWithTags: [...rooms.map((r) => `room:${r}`), 'room:testkit'],
            })),
            { sourceTag: 'room:testkit', onlyDependOnLibsWithTags: ['kind:lib'] },
            { sourceTag: 'kind:app', onlyDependOnLibsWithTags: ['kind:lib'] },
            { sourceTag: 'kind:deploy', onlyDependOnLibsWithTags: ['kind:lib'] },
            // The whole system's tests compare it with the simulator's own truth.
            { sourceTag: 'kind:e2e', onlyDependOnLibsWithTags: ['kind:lib', 'kind:oracle'] },
          ],
        },
      ],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ['apps/**/*.{ts,tsx}', 'libs/**/*.ts'],
    rules: { 'no-console': 'error', ...restricted(Object.keys(doors), [testkit]) },
  },
  // A room keeps its own doors open and every other one shut.
  ...[...new Set(Object.values(doors).flat())].map((room) => ({
    files: [`${room}/**/*.{ts,tsx}`],
    rules: restricted(
      Object.keys(doors).filter((name) => !doors[name].includes(room)),
      room === 'libs/domain' ? [testkit, node] : [testkit],
    ),
  })),
  {
    files: ['libs/emotes/**/*.ts', 'libs/live/**/*.ts'],
    rules: restricted([...Object.keys(doors), 'rxjs'], [testkit, node]),
  },
  {
    // The installed command prepares the project it lies in, before any package can be resolved.
    files: ['apps/emotide/bin/*.mjs'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    // What is deployed is checked against the apps' own settings and metrics, which no lib knows.
    files: ['deploy/src/service-settings.ts', 'deploy/test/watched.spec.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  {
    // Specs drive the real thing from outside, so they may open any door.
    files: ['**/*.spec.ts', '**/test/**/*.ts', 'apps/e2e/**/*.ts', 'libs/testkit/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
);
