export { WrongKeyError, decryptText, encrypt } from './envelope.js';
export { LackingPeople } from './lacking-people.js';
export { MasterKey } from './master-key.js';
export { PersonalData, isUnreadable } from './personal-data.js';
export {
  ErasedSubjectError,
  KeyExistsError,
  VaultUnavailableError,
  wrappingContext,
  type Vault,
  type VaultReader,
  type WrappedKey,
} from './vault.port.js';
