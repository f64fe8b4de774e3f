export { MAX_LINE_LENGTH, REJECT_REASONS, scanLine, type RejectReason, type Scanned } from './scan-line';
