/**
 * The third port: one 256-bit key for each person whose data stands encrypted in events (a customer, an admin), wrapped by the
 * master key. The only state that cannot be rebuilt from the events, and the place where a person is erased: without the key,
 * every ciphertext of theirs is noise, while every hash of the log still verifies.
 */
export interface Vault {
  /**
   * Makes the subject's key, durable before it resolves, or returns the one that is there: gateways that do it at the same time
   * get the same key. Throws `ErasedSubjectError` for a subject that was erased: an erasure is for good.
   */
  create(subject: string): Promise<Uint8Array>;
  /** Undefined for a subject that was never there or has been erased. Throws `WrongKeyError` under another master key. */
  open(subject: string): Promise<Uint8Array | undefined>;
  /** Durable before it resolves. Erasing twice, or a subject that was never there, is the same as once. */
  erase(subject: string): Promise<void>;
  close(): Promise<void>;
}

export class ErasedSubjectError extends Error {
  readonly code = 'SUBJECT_ERASED';
  constructor(readonly subject: string) {
    super(`${subject} has been erased, and its key is never made again`);
  }
}

/** The store does not answer: nothing is known of the key. */
export class VaultUnavailableError extends Error {
  readonly code = 'VAULT_UNAVAILABLE';
}

/** What authenticates a wrapped key: a row that was copied to another subject does not open. */
export const wrappingContext = (subject: string): string => `vault:${subject}`;
