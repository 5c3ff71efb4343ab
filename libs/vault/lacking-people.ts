import { KEY_BYTES, UndecipherableError, WrongKeyError, isCiphertextOf } from './envelope.js';
import type { Vault } from './vault.port.js';

/**
 * People whom the events name and of whom a vault has neither a key nor the mark of an erasure. Keys are durable before the events
 * that need them, so there are none but where the vault was lost, or an older one was put in its place.
 */
export class LackingPeople {
  static readonly NONE = new LackingPeople([]);
  readonly #subjects: Set<string>;

  constructor(subjects: Iterable<string>) {
    this.#subjects = new Set(subjects);
  }

  /**
   * Reads the vault once. To be asked for people of events that were read before. What is no wrapped key is lacking. `master` names
   * the master key at hand: a key that another one has wrapped opens nothing, and is lacking as well.
   */
  static async of(people: Iterable<string>, vault: Pick<Vault, 'wrappedKeys'>, master?: string): Promise<LackingPeople> {
    const lacking = new Set(people);
    if (lacking.size === 0) return LackingPeople.NONE;
    const isOurs = (wrapped: string): boolean => master === undefined || wrapped.split('.')[1] === master;
    const isKey = (wrapped: string): boolean => isCiphertextOf(KEY_BYTES, wrapped) && isOurs(wrapped);
    for await (const { subject, wrapped } of vault.wrappedKeys()) if (wrapped === null || isKey(wrapped)) lacking.delete(subject);
    return new LackingPeople(lacking);
  }

  get size(): number {
    return this.#subjects.size;
  }

  /** In the order in which they were named. */
  get subjects(): readonly string[] {
    return [...this.#subjects];
  }

  /** True where some are lacking still: a vault elsewhere may have been restored meanwhile. */
  async lookAgain(vault: Pick<Vault, 'open'>): Promise<boolean> {
    for (const subject of this.#subjects) {
      if (!(await isThere(vault, subject))) return true;
      this.#subjects.delete(subject);
    }
    return false;
  }
}

async function isThere(vault: Pick<Vault, 'open'>, subject: string): Promise<boolean> {
  try {
    return (await vault.open(subject)) !== undefined;
  } catch (fault) {
    if (fault instanceof WrongKeyError || fault instanceof UndecipherableError) return false;
    throw fault;
  }
}
