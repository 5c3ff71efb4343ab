import { decryptText, encrypt } from './envelope.js';
import type { Vault } from './vault.port.js';

/** What is shown in place of a person who has been erased. */
export const ERASED = null;

/** Encrypts and opens the personal fields of one stream under its subject's own key; a ciphertext names the subject. */
export class PersonalData {
  constructor(private readonly vault: Vault) {}

  /** Makes the subject's key where there is none, so the key is durable before any ciphertext that needs it. */
  async seal<Field extends string>(subject: string, fields: Readonly<Record<Field, string>>): Promise<Record<Field, string>> {
    const key = await this.vault.create(subject);
    return mapFields(fields, (text, field) => encrypt(subject, key, text, contextOf(subject, field)));
  }

  /** Every field is `ERASED` once the subject's key is gone. */
  async open<Field extends string>(
    subject: string,
    fields: Readonly<Record<Field, string>>,
  ): Promise<Record<Field, string | typeof ERASED>> {
    const key = await this.vault.open(subject);
    return mapFields(fields, (text, field) => (key ? decryptText(subject, key, text, contextOf(subject, field)) : ERASED));
  }
}

const contextOf = (subject: string, field: string): string => `${subject}:${field}`;

function mapFields<Field extends string, Result>(
  fields: Readonly<Record<Field, string>>,
  map: (text: string, field: Field) => Result,
): Record<Field, Result> {
  const entries = Object.entries(fields) as [Field, string][];
  return Object.fromEntries(entries.map(([field, text]) => [field, map(text, field)])) as Record<Field, Result>;
}
