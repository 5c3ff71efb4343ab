import { formatAmount, parseAmount, type Currency } from '#money';

/** `[ledger account, signed amount]`: a debit is positive, a credit negative. */
export type Posting = readonly [account: string, amount: string];

/** A journal entry as it stands inside an event: postings by currency, each currency summing to zero on its own. */
export type Entry = { readonly [currency in Currency]?: readonly Posting[] };

/** Collects debits and credits of one event; postings of the same account are merged, zeros left out. */
export class EntryBuilder {
  private readonly sums = new Map<Currency, Map<string, bigint>>();

  constructor(private readonly currency: Currency) {
    this.sums.set(currency, new Map());
  }

  debit(account: string, nanos: bigint, currency = this.currency): this {
    const accounts = this.sums.get(currency) ?? new Map<string, bigint>();
    this.sums.set(currency, accounts);
    accounts.set(account, (accounts.get(account) ?? 0n) + nanos);
    return this;
  }

  credit(account: string, nanos: bigint, currency = this.currency): this {
    return this.debit(account, -nanos, currency);
  }

  /** Throws when a currency does not sum to zero: an unbalanced entry must never reach an event. */
  build(): Entry {
    const entry: { [currency in Currency]?: Posting[] } = {};
    for (const [currency, accounts] of this.sums) {
      let sum = 0n;
      const postings: Posting[] = [];
      for (const [account, nanos] of accounts) {
        sum += nanos;
        if (nanos !== 0n) postings.push([account, formatAmount(nanos)]);
      }
      if (sum !== 0n) throw new RangeError(`Entry is off by ${formatAmount(sum)} ${currency}`);
      entry[currency] = postings;
    }
    return entry;
  }
}

/** What is wrong with a recorded entry; undefined when every currency sums to zero. */
export function imbalance(entry: Entry): string | undefined {
  for (const [currency, postings] of Object.entries(entry)) {
    const sum = postings.reduce((total, [, amount]) => total + parseAmount(amount), 0n);
    if (sum !== 0n) return `entry is off by ${formatAmount(sum)} ${currency}`;
  }
  return undefined;
}

/** Sum of the debits of an entry's postings to one ledger account, in nanos. */
export function posted(entry: Entry, currency: Currency, account: string): bigint {
  return (entry[currency] ?? []).reduce((total, [name, amount]) => (name === account ? total + parseAmount(amount) : total), 0n);
}
