export { UndecipherableError, WrongKeyError, decrypt, decryptText, encrypt, fingerprint, keyNameOf } from './envelope.js';
export { MasterKey } from './master-key.js';
export { ERASED, PersonalData } from './personal-data.js';
export { ErasedSubjectError, VaultUnavailableError, wrappingContext, type Vault } from './vault.port.js';
