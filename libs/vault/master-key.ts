import { decrypt, decryptText, encrypt, fingerprint } from './envelope.js';

/**
 * The installation's master key (`TOKENOK_MASTER_KEY`): wraps the customers' keys, the provider credentials and the installation's
 * own secrets. The key itself stays inside, so that no log line and no JSON can show it.
 */
export class MasterKey {
  readonly #key: Uint8Array;
  /** `mk_` and a fingerprint: what ciphertexts say they need. */
  readonly name: string;

  constructor(key: Uint8Array) {
    if (key.length !== 32) throw new RangeError(`The master key has 32 bytes, not ${key.length}`);
    this.#key = Uint8Array.from(key);
    this.name = `mk_${fingerprint(this.#key)}`;
  }

  /** `context` says which field of what this is, for example `provider-openai:credential`; opening needs the same. */
  seal(plaintext: string | Uint8Array, context: string): string {
    return encrypt(this.name, this.#key, plaintext, context);
  }

  open(ciphertext: string, context: string): Buffer {
    return decrypt(this.name, this.#key, ciphertext, context);
  }

  openText(ciphertext: string, context: string): string {
    return decryptText(this.name, this.#key, ciphertext, context);
  }
}
