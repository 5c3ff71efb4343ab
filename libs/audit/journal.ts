import { isCurrency, formatAmount, parseAmount, type Currency } from '#money';
import { CHART, CUSTOMER_CODES, type Entry } from '#ledger';

export interface JournalTotal {
  readonly currency: string;
  readonly debit: string;
  readonly credit: string;
}

export interface JournalBalance extends JournalTotal {
  readonly account: string;
}

const CODES: ReadonlySet<string> = new Set(Object.values(CHART));

/** All postings so far, by currency and ledger account: the trial balance at the last position that was posted. */
export class Journal {
  readonly #accounts = new Map<string, Map<string, Sides>>();
  readonly #sums = new Map<string, bigint>();
  /** What each currency is off by, as far as it has been told. */
  readonly #told = new Map<string, bigint>();

  /**
   * Posts an entry. The problem says why it can be none: unknown accounts, amounts that are not canonical, or a trial balance that
   * it leaves off zero. An entry that is off is told once, not again at every later position.
   */
  post(entry: unknown, owner: string | undefined): string | undefined {
    const postings = readEntry(entry, owner);
    if (typeof postings === 'string') return postings;
    for (const { currency, account, nanos } of postings) this.#add(currency, account, nanos);
    return this.#imbalance(new Set(postings.map(({ currency }) => currency)));
  }

  /** Debits less credits. */
  balance(currency: Currency, account: string): bigint {
    const { debit, credit } = this.#accounts.get(currency)?.get(account) ?? NOTHING;
    return debit - credit;
  }

  /** Everything that was ever posted, by side. */
  totals(): JournalTotal[] {
    return [...this.#accounts].sort(byName).map(([currency, accounts]) => ({ currency, ...written(total(accounts.values())) }));
  }

  /** The same by ledger account; those of customers summed by their code, as the trial balance of the gateway shows them. */
  accounts(): JournalBalance[] {
    return [...this.#accounts].sort(byName).flatMap(([currency, accounts]) => {
      const codes = Map.groupBy(accounts, ([account]) => codeOf(account));
      return [...codes]
        .sort(byName)
        .map(([account, members]) => ({ account, currency, ...written(total(members.map(([, sides]) => sides))) }));
    });
  }

  get balanced(): boolean {
    return [...this.#sums.values()].every((nanos) => nanos === 0n);
  }

  #add(currency: string, account: string, nanos: bigint): void {
    let accounts = this.#accounts.get(currency);
    if (!accounts) this.#accounts.set(currency, (accounts = new Map<string, Sides>()));
    const sides = accounts.get(account) ?? { debit: 0n, credit: 0n };
    accounts.set(account, sides);
    if (nanos > 0n) sides.debit += nanos;
    else sides.credit -= nanos;
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + nanos);
  }

  #imbalance(currencies: ReadonlySet<string>): string | undefined {
    for (const currency of currencies) {
      const sum = this.#sums.get(currency) ?? 0n;
      const change = sum - (this.#told.get(currency) ?? 0n);
      this.#told.set(currency, sum);
      if (change !== 0n)
        return `has an entry that is off by ${formatAmount(change)} ${currency}: the trial balance is ${formatAmount(sum)} from here on`;
    }
    return undefined;
  }
}

interface Sides {
  debit: bigint;
  credit: bigint;
}

const NOTHING: Readonly<Sides> = { debit: 0n, credit: 0n };

function total(all: Iterable<Readonly<Sides>>): Sides {
  const sum = { debit: 0n, credit: 0n };
  for (const { debit, credit } of all) {
    sum.debit += debit;
    sum.credit += credit;
  }
  return sum;
}

const written = ({ debit, credit }: Sides): { debit: string; credit: string } => ({
  debit: formatAmount(debit),
  credit: formatAmount(credit),
});

const codeOf = (account: string): string => account.split(':')[0] as string;

interface ReadPosting {
  readonly currency: Currency;
  readonly account: string;
  readonly nanos: bigint;
}

/** The postings, or why they can be none. Only the account in whose stream the entry stands may be touched. */
function readEntry(entry: unknown, owner: string | undefined): ReadPosting[] | string {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return 'has no journal entry';
  const postings: ReadPosting[] = [];
  for (const [currency, lines] of Object.entries(entry as Entry)) {
    if (!isCurrency(currency)) return `has an entry in ${currency}, which is no currency`;
    if (!Array.isArray(lines)) return 'has an entry without postings';
    for (const line of lines as unknown[]) {
      const posting = readPosting(line, owner);
      if (typeof posting === 'string') return posting;
      postings.push({ currency, ...posting });
    }
  }
  return postings;
}

function readPosting(line: unknown, owner: string | undefined): Omit<ReadPosting, 'currency'> | string {
  const [account, amount, ...more] = Array.isArray(line) ? (line as unknown[]) : [];
  if (typeof account !== 'string' || typeof amount !== 'string' || more.length > 0) return 'has a posting of another shape';
  const [code = '', customer] = account.split(':');
  if (!CODES.has(code)) return `posts to ${account}, which is not in the chart of accounts`;
  if (CUSTOMER_CODES.includes(code) ? customer !== owner : customer !== undefined) return `posts to ${account}, which is not its own`;
  const nanos = amountIn(amount);
  return nanos === undefined ? `posts ${amount}, which is not a canonical amount` : { account, nanos };
}

function amountIn(text: string): bigint | undefined {
  try {
    const nanos = parseAmount(text);
    return formatAmount(nanos) === text ? nanos : undefined;
  } catch {
    return undefined;
  }
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : a > b ? 1 : 0);
