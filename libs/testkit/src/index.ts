export { NO_SAMPLE_DATA, sampleData } from './sample-data';
export { quietLog, startTestClickHouse, startTestNats, type TestClickHouse, type TestNats } from './servers';
export { createTemporaryDirectory } from './temporary-directory';
