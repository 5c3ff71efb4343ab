import { decryptText, encrypt, UndecipherableError, WrongKeyError } from './envelope.js';
import { LackingPeople } from './lacking-people.js';
import { ErasedSubjectError, VaultIncompleteError, type Vault } from './vault.port.js';

/** What is shown in place of a person who has been erased. */
export const ERASED = null;

/**
 * Encrypts and opens the personal fields of one stream under its subject's own key; a ciphertext names the subject. To get a key is
 * never to make one: only `sealFirst` makes keys, and none while the vault lacks people, so that a vault that is restored lacks nobody.
 */
export class PersonalData {
  /** Keys that are kept in hand while somebody's command goes on. */
  readonly #held = new Map<string, HeldKey>();

  constructor(
    private readonly vault: Pick<Vault, 'create' | 'open' | 'erase'>,
    private readonly lacking: LackingPeople = LackingPeople.NONE,
  ) {}

  /**
   * While the work goes on the subject's key stays in hand, from the first moment that it is there: what comes behind the effect of a
   * command asks the vault for nothing. Throws before the work begins where the vault does not answer; for whom it cannot be read, or
   * has nothing, the work finds that out as it would without.
   */
  async holding<Result>(subject: string, work: () => Promise<Result>): Promise<Result> {
    const held = this.#held.get(subject) ?? { key: undefined, users: 0 };
    this.#held.set(subject, held);
    held.users += 1;
    try {
      held.key ??= await this.vault.open(subject).catch(undefinedWhereUnreadable);
      return await work();
    } finally {
      held.users -= 1;
      if (held.users === 0) this.#held.delete(subject);
    }
  }

  /**
   * For a subject whom no event names yet: makes the key, durable before any ciphertext that needs it; a retry gets the same. Throws
   * `VAULT_INCOMPLETE` while the vault lacks people.
   */
  async sealFirst<Field extends string>(subject: string, fields: Readonly<Record<Field, string>>): Promise<Record<Field, string>> {
    if (await this.lacking.lookAgain(this.vault)) throw new VaultIncompleteError(NO_NEW_KEY);
    const key = await this.vault.create(subject);
    const held = this.#held.get(subject);
    if (held) held.key = key;
    return sealed(subject, key, fields);
  }

  /** Under the key that is there. Throws `SUBJECT_ERASED`, or `VAULT_INCOMPLETE` where there is none. */
  async seal<Field extends string>(subject: string, fields: Readonly<Record<Field, string>>): Promise<Record<Field, string>> {
    const key = await this.#keyOf(subject);
    if (key === null) throw new ErasedSubjectError(subject);
    return sealed(subject, key, fields);
  }

  /** Every field is `ERASED` once the subject's key has been erased. Throws `VAULT_INCOMPLETE` where it was lost. */
  async open<Field extends string>(
    subject: string,
    fields: Readonly<Record<Field, string>>,
  ): Promise<Record<Field, string | typeof ERASED>> {
    const key = await this.#keyOf(subject);
    return mapFields(fields, (text, field) => (key ? decryptText(subject, key, text, contextOf(subject, field)) : ERASED));
  }

  /** For good: what was sealed under the subject's key is noise from then on, in every event and every backup of the log. Twice is the same as once. */
  async erase(subject: string): Promise<void> {
    await this.vault.erase(subject);
    const held = this.#held.get(subject);
    if (held) held.key = null;
  }

  /** False also for whom the vault has nothing of. */
  async isErased(subject: string): Promise<boolean> {
    return (await this.vault.open(subject)) === null;
  }

  async #keyOf(subject: string): Promise<Uint8Array | null> {
    const key = this.#held.get(subject)?.key ?? (await this.vault.open(subject));
    if (key === undefined) throw new VaultIncompleteError(`The vault has no key of ${subject}, and no mark that it was erased: restore it`);
    return key;
  }
}

/** Undefined until it is there, and for whom there is none; of an erased person the vault is asked again. */
interface HeldKey {
  key: Uint8Array | null | undefined;
  users: number;
}

const NO_NEW_KEY =
  'The vault lacks keys of people whom the events name, and no new key is made before it is restored: it would be lost with the restoring';

function sealed<Field extends string>(subject: string, key: Uint8Array, fields: Readonly<Record<Field, string>>): Record<Field, string> {
  return mapFields(fields, (text, field) => encrypt(subject, key, text, contextOf(subject, field)));
}

/** True for what keeps one person's fields from being read, and nobody else's. A vault that does not answer is no such fault. */
export function isUnreadable(fault: unknown): boolean {
  return fault instanceof VaultIncompleteError || fault instanceof WrongKeyError || fault instanceof UndecipherableError;
}

function undefinedWhereUnreadable(fault: unknown): undefined {
  if (!isUnreadable(fault)) throw fault;
  return undefined;
}

const contextOf = (subject: string, field: string): string => `${subject}:${field}`;

function mapFields<Field extends string, Result>(
  fields: Readonly<Record<Field, string>>,
  map: (text: string, field: Field) => Result,
): Record<Field, Result> {
  const entries = Object.entries(fields) as [Field, string][];
  return Object.fromEntries(entries.map(([field, text]) => [field, map(text, field)])) as Record<Field, Result>;
}
