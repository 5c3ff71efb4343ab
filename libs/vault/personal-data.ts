import { decryptText, encrypt } from './envelope.js';
import type { Vault } from './vault.port.js';

/** What is shown in place of a person who has been erased. */
export const ERASED = null;

/** Encrypts and opens the personal fields of one stream under its subject's own key; a ciphertext names the subject. */
export class PersonalData {
  /** Keys that are kept in hand while somebody's command goes on. */
  readonly #held = new Map<string, HeldKey>();

  constructor(private readonly vault: Vault) {}

  /**
   * While the work goes on the subject's key stays in hand, from the first moment that it is there: what comes behind the effect of a
   * command asks the vault for nothing. Throws before the work begins where the vault does not answer.
   */
  async holding<Result>(subject: string, work: () => Promise<Result>): Promise<Result> {
    const held = this.#held.get(subject) ?? { key: undefined, users: 0 };
    this.#held.set(subject, held);
    held.users += 1;
    try {
      held.key ??= await this.vault.open(subject);
      return await work();
    } finally {
      held.users -= 1;
      if (held.users === 0) this.#held.delete(subject);
    }
  }

  /** Makes the subject's key where there is none, so the key is durable before any ciphertext that needs it. */
  async seal<Field extends string>(subject: string, fields: Readonly<Record<Field, string>>): Promise<Record<Field, string>> {
    const key = this.#keep(subject, this.#held.get(subject)?.key ?? (await this.vault.create(subject)));
    return mapFields(fields, (text, field) => encrypt(subject, key, text, contextOf(subject, field)));
  }

  /** Every field is `ERASED` once the subject's key is gone. */
  async open<Field extends string>(
    subject: string,
    fields: Readonly<Record<Field, string>>,
  ): Promise<Record<Field, string | typeof ERASED>> {
    const key = this.#held.get(subject)?.key ?? (await this.vault.open(subject));
    return mapFields(fields, (text, field) => (key ? decryptText(subject, key, text, contextOf(subject, field)) : ERASED));
  }

  #keep(subject: string, key: Uint8Array): Uint8Array {
    const held = this.#held.get(subject);
    if (held) held.key = key;
    return key;
  }
}

interface HeldKey {
  key: Uint8Array | undefined;
  users: number;
}

const contextOf = (subject: string, field: string): string => `${subject}:${field}`;

function mapFields<Field extends string, Result>(
  fields: Readonly<Record<Field, string>>,
  map: (text: string, field: Field) => Result,
): Record<Field, Result> {
  const entries = Object.entries(fields) as [Field, string][];
  return Object.fromEntries(entries.map(([field, text]) => [field, map(text, field)])) as Record<Field, Result>;
}
