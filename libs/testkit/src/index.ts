export { NO_SAMPLE_DATA, sampleData } from './sample-data';
export {
  KEEPS_ALL,
  findTestNatsServer,
  quietLog,
  startTestClickHouse,
  startTestNats,
  type TestClickHouse,
  type TestNats,
} from './servers';
export { createTemporaryDirectory } from './temporary-directory';
export { createTestAuthority, hasOpenSsl, type Certificate, type TestAuthority } from './test-authority';
