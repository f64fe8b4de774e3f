import { defineConfig } from 'vitest/config';

const shared = { environment: 'node', pool: 'forks' as const };
/** Vite would load graphql's ES modules and Yoga its CommonJS ones: two schemas' worth of `instanceof`. */
const resolve = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

/**
 * unit: beside the code, no IO. int: real nats-server and ClickHouse, each started by its test.
 * deploy: what is in deploy/, by what it is checked with. e2e: the whole system as a user starts it. alone: the same, where
 * load and time matter, so that nothing may run beside it.
 */
export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        test: {
          ...shared,
          name: 'unit',
          include: ['{apps,libs,tools}/**/src/**/*.spec.ts'],
          // Starting a process for each file would take twice the time of all tests.
          isolate: false,
          // None waits for anything; a busy machine may make one slow all the same.
          testTimeout: 30_000,
        },
      },
      {
        resolve,
        test: {
          ...shared,
          name: 'int',
          include: ['{apps,libs}/*/test/**/*.int.spec.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // What a busy machine starved once is tried once more, and is said to have been; what fails twice fails.
          retry: 1,
          // They mostly wait for servers.
          maxWorkers: 3,
        },
      },
      {
        resolve,
        test: {
          ...shared,
          name: 'deploy',
          include: ['deploy/**/*.spec.ts'],
          exclude: ['deploy/node_modules/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One of them runs the whole system.
          retry: 1,
          maxWorkers: 2,
        },
      },
      {
        resolve,
        test: {
          ...shared,
          name: 'e2e',
          include: ['apps/e2e/test/**/*.e2e.spec.ts'],
          testTimeout: 300_000,
          hookTimeout: 240_000,
          retry: 1,
          maxWorkers: 2,
        },
      },
      {
        resolve,
        test: {
          ...shared,
          name: 'alone',
          include: ['{apps,libs}/*/test/**/*.alone.spec.ts'],
          testTimeout: 300_000,
          hookTimeout: 240_000,
          retry: 1,
          fileParallelism: false,
        },
      },
    ],
  },
});
