import type { JsonObject } from '#event-store';
import { placeOf, type AccountEventData } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { projection, type EventOf } from '#projecting';
import { accountsIn, customerPostings, entryOf } from '../postings/postings.js';

export type BalanceRow = {
  readonly account: string;
  readonly currency: string;
  readonly available: string;
  readonly held: string;
  readonly frozen: string;
};

/** Amounts in nanos. Changed in place: every event of the account touches it. */
interface Balance {
  readonly account: string;
  readonly currency: string;
  available: bigint;
  held: bigint;
  frozen: bigint;
}

/**
 * What each account has: the fold of every posting to it, of any type of event. Where the account itself says what it has, at the
 * beginning and end of a month, the two must agree, or the fold stops there.
 */
export const balances = projection<BalanceRow, AccountEventData, Balance>({
  name: 'balances',
  version: 1,
  poison: 'stop',
  indexes: {},
  keys: ({ type, stream, data }) => {
    if (type === 'AccountOpened' || type === 'PeriodOpened') return (data as AccountEventData['AccountOpened']).account;
    if (type === 'PeriodClosed') return placeOf(stream)?.account;
    const entry = entryOf(data);
    return entry && accountsIn(entry);
  },
  on: {
    AccountOpened: (balance, { data: { account, currency } }) => balance ?? blank(account, currency),
    PeriodOpened: (balance, { data }) => {
      const { account, currency, available, held } = data;
      return agreeing(balance ?? blank(account, currency), { available, held }, `at the beginning of ${data.period}`);
    },
    PeriodClosed: (balance, { data }, account) => {
      if (!balance) throw new RangeError(`${account} closes ${data.period} before it was opened`);
      return agreeing(balance, data, `at the end of ${data.period}`);
    },
  },
  any: post,
  form: {
    read: (row) => ({
      ...row,
      available: parseAmount(row.available),
      held: parseAmount(row.held),
      frozen: parseAmount(row.frozen),
    }),
    write: ({ account, currency, available, held, frozen }) => ({
      account,
      currency,
      available: formatAmount(available),
      held: formatAmount(held),
      frozen: formatAmount(frozen),
    }),
  },
});

const blank = (account: string, currency: string): Balance => ({ account, currency, available: 0n, held: 0n, frozen: 0n });

function post(before: Balance | undefined, { data }: EventOf<JsonObject>, account: string): Balance | undefined {
  let balance = before;
  for (const { account: posted, currency, part, nanos } of customerPostings(entryOf(data) ?? {})) {
    if (posted !== account) continue;
    balance ??= blank(account, currency);
    if (balance.currency !== currency) throw new RangeError(`${account} is kept in ${balance.currency}, not in ${currency}`);
    balance[part] += nanos;
  }
  return balance;
}

function agreeing(balance: Balance, told: { readonly available: string; readonly held: string }, when: string): Balance {
  const { account, available, held } = balance;
  if (available === parseAmount(told.available) && held === parseAmount(told.held)) return balance;
  const postings = `postings come to ${formatAmount(available)} available and ${formatAmount(held)} held`;
  throw new RangeError(`The ${postings} ${when} of ${account}, which says ${told.available} and ${told.held}`);
}
