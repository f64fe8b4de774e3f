export {
  createApiKey,
  decodeApiKey,
  digestOf,
  encodeApiKey,
  parseKeyText,
  type ApiKey,
  type NewApiKey,
} from './api-key';
export { KeyDesk } from './key-desk';
export { KeyRing, type KnownKey } from './key-ring';
