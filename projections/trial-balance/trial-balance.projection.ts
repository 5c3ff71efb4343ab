import type { Entry } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { projection } from '#projecting';
import { entryOf, postingsOf } from '../postings/postings.js';

/** `[debit, credit]` of each ledger account by currency: everything that was ever posted on either side. */
export type TrialBalanceRow = {
  readonly currencies: { readonly [currency: string]: { readonly [code: string]: readonly [string, string] } };
};

type Codes = Map<string, { debit: bigint; credit: bigint }>;
type Sums = Map<string, Codes>;

export const TRIAL_BALANCE_KEY = 'all';

/**
 * All ledger accounts in one row, so that it is whole on every engine. Accounts of customers are summed by their code: the chart
 * is short, customers are many, and what each of them has is the question of `balances`.
 */
export const trialBalance = projection<TrialBalanceRow, Record<never, never>, Sums>({
  name: 'trial-balance',
  version: 1,
  poison: 'stop',
  indexes: {},
  keys: ({ data }) => (entryOf(data) ? TRIAL_BALANCE_KEY : undefined),
  on: {},
  any: (sums, { data }) => post(sums ?? (new Map() as Sums), entryOf(data) ?? {}),
  form: { read, write },
});

/** In place: sums of a handful of accounts are touched by every event. */
function post(sums: Sums, entry: Entry): Sums {
  let [currency, balance] = ['', 0n];
  for (const posting of postingsOf(entry)) {
    if (posting.currency !== currency) {
      assertZero(balance, currency);
      [currency, balance] = [posting.currency, 0n];
    }
    const { code, nanos } = posting;
    balance += nanos;
    const sum = sumOf(sums, currency, code);
    if (nanos > 0n) sum.debit += nanos;
    else sum.credit -= nanos;
  }
  assertZero(balance, currency);
  return sums;
}

function assertZero(balance: bigint, currency: string): void {
  if (balance !== 0n) throw new RangeError(`The entry is off by ${formatAmount(balance)} ${currency}`);
}

function sumOf(sums: Sums, currency: string, code: string): { debit: bigint; credit: bigint } {
  let codes = sums.get(currency);
  if (!codes) sums.set(currency, (codes = new Map() as Codes));
  let sum = codes.get(code);
  if (!sum) codes.set(code, (sum = { debit: 0n, credit: 0n }));
  return sum;
}

function read({ currencies }: TrialBalanceRow): Sums {
  const codes = (row: TrialBalanceRow['currencies'][string]) =>
    new Map(Object.entries(row).map(([code, [debit, credit]]) => [code, { debit: parseAmount(debit), credit: parseAmount(credit) }]));
  return new Map(Object.entries(currencies).map(([currency, row]) => [currency, codes(row)]));
}

/** Sorted, so that the row does not depend on which account was posted to first. */
function write(sums: Sums): TrialBalanceRow {
  const sorted = <Value>(map: Map<string, Value>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    currencies: Object.fromEntries(
      sorted(sums).map(([currency, codes]) => [
        currency,
        Object.fromEntries(
          sorted(codes).map(([code, { debit, credit }]) => [code, [formatAmount(debit), formatAmount(credit)] as const] as const),
        ),
      ]),
    ),
  };
}
