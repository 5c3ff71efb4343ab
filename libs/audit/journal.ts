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
  readonly #balances = new Map<string, Map<string, bigint>>();
  readonly #sums = new Map<string, bigint>();
  /** What each currency is off by, as far as it has been told. */
  readonly #off = new Map<string, bigint>();

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

  balance(currency: Currency, account: string): bigint {
    return this.#balances.get(currency)?.get(account) ?? 0n;
  }

  /** Sum of the balances by side, as a trial balance shows them. */
  totals(): JournalTotal[] {
    return [...this.#balances].sort(byName).map(([currency, accounts]) => {
      let [debit, credit] = [0n, 0n];
      for (const nanos of accounts.values()) {
        if (nanos > 0n) debit += nanos;
        else credit -= nanos;
      }
      return { currency, debit: formatAmount(debit), credit: formatAmount(credit) };
    });
  }

  /** Every ledger account with its balance on the side where it stands, by name. */
  accounts(): JournalBalance[] {
    return [...this.#balances].sort(byName).flatMap(([currency, accounts]) =>
      [...accounts].sort(byName).map(([account, nanos]) => ({
        account,
        currency,
        debit: formatAmount(nanos > 0n ? nanos : 0n),
        credit: formatAmount(nanos < 0n ? -nanos : 0n),
      })),
    );
  }

  get balanced(): boolean {
    return [...this.#off.values()].every((nanos) => nanos === 0n);
  }

  #add(currency: string, account: string, nanos: bigint): void {
    let accounts = this.#balances.get(currency);
    if (!accounts) this.#balances.set(currency, (accounts = new Map()));
    accounts.set(account, (accounts.get(account) ?? 0n) + nanos);
    this.#sums.set(currency, (this.#sums.get(currency) ?? 0n) + nanos);
  }

  #imbalance(currencies: ReadonlySet<string>): string | undefined {
    for (const currency of currencies) {
      const sum = this.#sums.get(currency) ?? 0n;
      const change = sum - (this.#off.get(currency) ?? 0n);
      this.#off.set(currency, sum);
      if (change !== 0n)
        return `has an entry that is off by ${formatAmount(change)} ${currency}: the trial balance is ${formatAmount(sum)} from here on`;
    }
    return undefined;
  }
}

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
