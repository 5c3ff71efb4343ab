export { UndecipherableError, WrongKeyError, decrypt, decryptText, encrypt, fingerprint, keyNameOf } from './envelope.js';
export { MasterKey } from './master-key.js';
export { ERASED, PersonalData } from './personal-data.js';
export { ErasedSubjectError, KeyExistsError, VaultUnavailableError, wrappingContext, type Vault, type WrappedKey } from './vault.port.js';
