/**
 * The third port: one 256-bit key for each person whose data stands encrypted in events (a customer, an admin), wrapped by the
 * master key. The only state that cannot be rebuilt from the events, and the place where a person is erased: without the key,
 * every ciphertext of theirs is noise, while every hash of the log still verifies.
 */
export interface Vault {
  /**
   * Makes the key of a subject that no event names yet, durable before it resolves, or returns the one that is there: gateways that do
   * it at the same time get the same key. Throws `ErasedSubjectError` for a subject that was erased: an erasure is for good.
   */
  create(subject: string): Promise<Uint8Array>;
  /**
   * Null for a subject that has been erased, undefined for one that was never there: where an event names it, its key was lost. Throws
   * `WrongKeyError` under another master key.
   */
  open(subject: string): Promise<Uint8Array | null | undefined>;
  /** Durable before it resolves. Erasing twice, or a subject that was never there, is the same as once. */
  erase(subject: string): Promise<void>;
  /** Everything that is kept, as it is kept: unopened, to be moved to another vault under the same master key. */
  wrappedKeys(): AsyncIterable<WrappedKey>;
  /**
   * Keeps what another vault has kept, durable before it resolves. An erasure on either side stands. Throws `KeyExistsError` where
   * the subject has another key here, under which something may have been encrypted.
   */
  takeOver(key: WrappedKey): Promise<void>;
  close(): Promise<void>;
}

/** A vault as it is kept, for whoever has no master key: nothing in it is opened. */
export type VaultReader = Pick<Vault, 'wrappedKeys' | 'close'>;

export interface WrappedKey {
  readonly subject: string;
  /** Null is the mark of an erasure. */
  readonly wrapped: string | null;
}

export class KeyExistsError extends Error {
  readonly code = 'KEY_EXISTS';
  constructor(readonly subject: string) {
    super(`${subject} has another key in the vault already: it belongs to another installation, or to another life of this one`);
  }
}

export class ErasedSubjectError extends Error {
  readonly code = 'SUBJECT_ERASED';
  constructor(readonly subject: string) {
    super(`${subject} has been erased, and its key is never made again`);
  }
}

/** Events name people of whom the vault has neither a key nor the mark of an erasure: it was lost, or is older than the events. */
export class VaultIncompleteError extends Error {
  readonly code = 'VAULT_INCOMPLETE';
}

/** The store does not answer, or cannot be opened: nothing is known of the key. */
export class VaultUnavailableError extends Error {
  readonly code = 'VAULT_UNAVAILABLE';
}

/** What authenticates a wrapped key: a row that was copied to another subject does not open. */
export const wrappingContext = (subject: string): string => `vault:${subject}`;
