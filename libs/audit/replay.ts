import type { EventReader, Position, RecordedEvent } from '#event-store';
import { placeOf } from '#ledger';
import { formatAmount, type Currency } from '#money';
import { Journal } from './journal.js';
import { isBeyond, type Moment } from './moment.js';

/** What an account comes to at a moment, from its postings alone. */
export interface AccountBalance {
  readonly account: string;
  readonly customer: string;
  readonly currency: Currency;
  readonly available: string;
  readonly held: string;
  readonly frozen: string;
}

export interface Replayed {
  /** Of the last event that counts; 0n for none. */
  readonly position: Position;
  /** When it was recorded; null for none. */
  readonly recorded: string | null;
  /** True when an event stands behind it: the answer can never change. False at the end of the log. */
  readonly final: boolean;
  readonly accounts: readonly AccountBalance[];
  readonly journal: Journal;
}

const EVENTS_PER_READ = 1_000;

/** Folds the log from its first event to a moment, without any projection. Throws `DamagedError` where it cannot be read. */
export async function replay(
  reader: Pick<EventReader, 'readAll'>,
  moment: Moment,
  onProgress?: (position: Position) => void,
): Promise<Replayed> {
  const books = new ReplayedBooks();
  for (let after: Position = 0n; ;) {
    const page = await reader.readAll({ after, max: EVENTS_PER_READ });
    for (const event of page.events) {
      if (isBeyond(moment, event)) return books.replayed(true);
      books.apply(event);
    }
    if (page.atHead) return books.replayed(false);
    after = page.scannedTo;
    onProgress?.(after);
  }
}

class ReplayedBooks {
  readonly #journal = new Journal();
  readonly #owners = new Map<string, { readonly customer: string; readonly currency: Currency }>();
  #last: RecordedEvent | undefined;

  apply(event: RecordedEvent): void {
    this.#last = event;
    const place = placeOf(event.stream);
    if (event.data['entry'] !== undefined) this.#journal.post(event.data['entry'], place?.account);
    if (place && event.type === 'AccountOpened') {
      const { customer, currency } = event.data as { customer: string; currency: Currency };
      this.#owners.set(place.account, { customer, currency });
    }
  }

  replayed(final: boolean): Replayed {
    const accounts = [...this.#owners.keys()].sort().map((account) => this.#balance(account));
    return {
      position: this.#last?.position ?? 0n,
      recorded: this.#last?.metadata.recorded ?? null,
      final,
      accounts,
      journal: this.#journal,
    };
  }

  #balance(account: string): AccountBalance {
    const { customer, currency } = this.#owners.get(account) as { customer: string; currency: Currency };
    const sum = (...codes: readonly string[]): string =>
      formatAmount(codes.reduce((total, code) => total - this.#journal.balance(currency, `${code}:${account}`), 0n));
    return {
      account,
      customer,
      currency,
      available: sum('2000', '2190', '2015', '2195'),
      held: sum('2010', '2191'),
      frozen: sum('2020'),
    };
  }
}
