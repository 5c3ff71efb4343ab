import { randomBytes } from 'node:crypto';
import { ErasedSubjectError, KeyExistsError, type MasterKey, type Vault, type WrappedKey, wrappingContext } from '../index.js';

/** For tests: keeps the same wrapped form as the durable adapters, and loses it with the process. */
export class MemoryVault implements Vault {
  readonly #wrapped = new Map<string, string | null>();

  constructor(private readonly master: MasterKey) {}

  async create(subject: string): Promise<Uint8Array> {
    if (this.#wrapped.has(subject)) {
      const there = await this.open(subject);
      if (!there) throw new ErasedSubjectError(subject);
      return there;
    }
    const key = randomBytes(32);
    this.#wrapped.set(subject, this.master.seal(key, wrappingContext(subject)));
    return key;
  }

  open(subject: string): Promise<Uint8Array | null | undefined> {
    const wrapped = this.#wrapped.get(subject);
    return Promise.resolve(typeof wrapped === 'string' ? this.master.open(wrapped, wrappingContext(subject)) : wrapped);
  }

  erase(subject: string): Promise<void> {
    this.#wrapped.set(subject, null);
    return Promise.resolve();
  }

  async *wrappedKeys(): AsyncIterable<WrappedKey> {
    for (const [subject, wrapped] of this.#wrapped) yield { subject, wrapped };
  }

  async takeOver({ subject, wrapped }: WrappedKey): Promise<void> {
    if (wrapped === null) return this.erase(subject);
    const kept = this.#wrapped.has(subject) ? (this.#wrapped.get(subject) ?? null) : wrapped;
    if (kept !== null && kept !== wrapped) throw new KeyExistsError(subject);
    this.#wrapped.set(subject, kept);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
