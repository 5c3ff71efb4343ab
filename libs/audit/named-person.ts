import type { Position, RawEvent } from '#event-store';

/** Somebody whom an event registers, and whose data stands in it under a key of their own in the vault. */
export interface NamedPerson {
  /** `cus_…`, `per_…`: what the vault calls them. */
  readonly subject: string;
  /** Ciphertexts by field. */
  readonly sealed: Readonly<Record<string, string>>;
  readonly recorded: string;
  readonly stream: string;
  readonly revision: bigint;
  readonly position: Position;
  readonly id: string;
}

/** Types that register people: who they are, and which of their fields are sealed. */
const REGISTERING: Readonly<Record<string, { readonly subject: string; readonly sealed: readonly string[] }>> = {
  CustomerRegistered: { subject: 'customer', sealed: ['name', 'email'] },
  AdminRegistered: { subject: 'admin', sealed: ['email'] },
  PersonRegistered: { subject: 'person', sealed: ['email'] },
  /** Under a key of its own where it names nobody of ours. */
  PaymentUnmatched: { subject: 'id', sealed: ['facts'] },
};

export const REGISTERING_TYPES: readonly string[] = Object.keys(REGISTERING);

/** Whom an event registers; undefined for any other event, for one that cannot be read, and where nothing in it is sealed. */
export function personIn(raw: RawEvent): NamedPerson | undefined {
  const { text, stream, revision, position, damage } = raw;
  const type = REGISTERING_TYPES.find((each) => text.endsWith(`,"type":"${each}"}`));
  if (type === undefined || damage !== undefined) return undefined;
  try {
    const { id, data, metadata } = JSON.parse(text) as Registering;
    const { subject: field, sealed: fields } = REGISTERING[type] as (typeof REGISTERING)[string];
    const subject = String(data[field]);
    // A ciphertext names the key that it needs.
    const sealed = fields
      .map((name) => [name, String(data[name])] as const)
      .filter(([, ciphertext]) => ciphertext.startsWith(`v1.${subject}.`));
    if (sealed.length === 0) return undefined;
    return { subject, sealed: Object.fromEntries(sealed), recorded: metadata.recorded, stream, revision, position, id };
  } catch {
    return undefined;
  }
}

/** Everybody whom the events register, as they are seen: who they are, and nothing that is sealed. */
export class NamedPeople {
  readonly all: NamedPerson[] = [];

  see(event: RawEvent): void {
    const person = personIn(event);
    if (person) this.all.push({ ...person, sealed: {} });
  }
}

interface Registering {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: { readonly recorded: string };
}
