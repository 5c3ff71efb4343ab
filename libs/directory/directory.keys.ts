import type { ApiKey, Customer } from '#identity';

/** What became of a secret that was presented. Undefined from a lookup: it was never issued, or was replaced long ago. */
export type KeyLookup =
  | { readonly status: 'active'; readonly key: ApiKey; readonly customer: Customer }
  /** The key is good; its customer is suspended, and may read but not spend. */
  | { readonly status: 'suspended'; readonly key: ApiKey; readonly customer: Customer }
  | { readonly status: 'revoked' | 'expired' | 'rotated'; readonly key: ApiKey };

/** Keys by the hashes of their secrets, today's and those that rotations have left, and by their customer. */
export class KeyIndex {
  readonly #byHash = new Map<string, ApiKey>();
  readonly #byCustomer = new Map<string, Map<string, ApiKey>>();

  put(key: ApiKey, before: ApiKey | undefined): void {
    for (const hash of hashesOf(before)) this.#byHash.delete(hash);
    for (const hash of hashesOf(key)) this.#byHash.set(hash, key);
    const siblings = this.#byCustomer.get(key.customer) ?? new Map<string, ApiKey>();
    this.#byCustomer.set(key.customer, siblings.set(key.key, key));
  }

  /** Oldest first: ids sort by the time they were made at. */
  ofCustomer(customer: string): readonly ApiKey[] {
    return [...(this.#byCustomer.get(customer)?.values() ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Checks in order of precedence. `now` and all times are RFC 3339 UTC with milliseconds, so their texts sort as they do. */
  find(hash: string, now: string, customerOf: (id: string) => Customer | undefined): KeyLookup | undefined {
    const key = this.#byHash.get(hash);
    if (!key) return undefined;
    if (key.revoked_at !== undefined) return { status: 'revoked', key };
    if (key.expires_at !== undefined && key.expires_at <= now) return { status: 'expired', key };
    if (key.hash !== hash && !key.previous.some((old) => old.hash === hash && old.valid_until > now)) return { status: 'rotated', key };
    const customer = customerOf(key.customer);
    if (!customer) return undefined;
    // Until each of theirs is revoked by an event of its own.
    return customer.status === 'erased' ? { status: 'revoked', key } : { status: customer.status, key, customer };
  }
}

function hashesOf(key: ApiKey | undefined): readonly string[] {
  return key ? [key.hash, ...key.previous.map(({ hash }) => hash)] : [];
}
