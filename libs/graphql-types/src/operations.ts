export * from './operations.generated';
export { OperationFailed, subscribe, type SubscribeClient } from './subscribe';
