export { NO_SAMPLE_DATA, sampleData } from './sample-data';
