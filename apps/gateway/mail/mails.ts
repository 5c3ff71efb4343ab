import type { Person } from '#identity';

/** What people are told of by mail, at the address that they had before. */
export type CredentialChange = 'password' | 'passkey' | 'totp' | 'recovery_codes' | 'address';

/** How people hear of what happens to their credentials. A class, so that it can be injected. */
export abstract class Mails {
  /** Whether mail is configured. */
  abstract readonly isOn: boolean;

  /** Handed over, not waited for: it never fails what was done. `person`: as he was before. */
  abstract changed(person: Person, what: CredentialChange): void;
}
