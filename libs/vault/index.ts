export { UndecipherableError, WrongKeyError, decryptText, encrypt, keyNameOf } from './envelope.js';
export { MasterKey } from './master-key.js';
export { PersonalData } from './personal-data.js';
export { ErasedSubjectError, KeyExistsError, VaultUnavailableError, wrappingContext, type Vault, type WrappedKey } from './vault.port.js';
