import fc from 'fast-check';
import { isoAt } from './moments.js';
import type { AccountCommand } from '../../libs/ledger/account/account.commands.js';
import { AccountBooks } from '../../libs/ledger/testing/account.books.js';
import {
  abandonment,
  claim,
  correction,
  failure,
  grant,
  hold,
  meter,
  payment,
  usd,
  usage,
} from '../../libs/ledger/testing/account.commands.js';
import { Log } from './log.js';

/** One thing that happens to one of two accounts, some time after the one before. */
interface Happening {
  readonly account: 0 | 1;
  readonly kind: 'pay' | 'promo' | 'goodwill' | 'correct' | 'hold' | 'meter' | 'fail' | 'abandon' | 'wait';
  readonly cents: number;
  readonly hours: number;
}

const KINDS: readonly Happening['kind'][] = [
  'pay',
  'promo',
  'goodwill',
  'correct',
  'hold',
  'hold',
  'meter',
  'meter',
  'fail',
  'abandon',
  'wait',
];

export const happenings = fc.array(
  fc.record<Happening>({
    account: fc.constantFrom(0, 1),
    kind: fc.constantFrom(...KINDS),
    cents: fc.integer({ min: 1, max: 900 }),
    hours: fc.constantFrom(0, 0, 0, 0, 0, 1, 1, 20, 300),
  }),
  { minLength: 20, maxLength: 120, size: 'max' },
);

/** What the ledger's decider makes of it: the log of both accounts, and their books. Refusals write nothing. */
export function play(all: readonly Happening[], timeZone = 'UTC'): { readonly log: Log; readonly books: readonly AccountBooks[] } {
  const books = [0, 1].map((n) => new AccountBooks({ account: `acc_${n}`, openedAt: isoAt(0), currency: 'USD', timeZone }));
  const log = new Log();
  const written = new Map<string, number>();
  let hours = 0;
  for (const [index, happening] of all.entries()) {
    hours += happening.hours;
    const account = books[happening.account] as AccountBooks;
    account.keepUp(isoAt(hours));
    account.execute(commandFor(happening, account, index, hours));
    for (const [stream, events] of account.streams) {
      log.account(stream, ...events.slice(written.get(stream) ?? 0));
      written.set(stream, events.length);
    }
  }
  return { log, books };
}

function commandFor({ kind, cents, account }: Happening, { state }: AccountBooks, index: number, hours: number): AccountCommand {
  const at = isoAt(hours);
  const amount = `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
  const id = `${account}_${index}`;
  const request = [...state.holds.keys()][cents % Math.max(1, state.holds.size)] ?? 'req_none';
  switch (kind) {
    case 'pay':
      return payment(amount, { at, payment: `pay_${id}`, claim: claim(`payment-x-${id}`, state.period) });
    case 'promo':
    case 'goodwill':
      return grant(kind, amount, { at, lot: `lot_${id}`, expiresAt: cents % 2 ? isoAt(hours + cents / 20) : null });
    case 'correct':
      return correction(cents % 2 ? amount : `-${amount}`, { at, adjustment: `adj_${id}` });
    case 'hold':
      return hold(amount, { at, minimumOutputTokens: 1, request: { request: `req_${id}`, key: `key_${cents % 2}` } });
    case 'meter':
      return meter(amount, {
        at,
        request,
        tokens: usage({ input: cents % 7, output: cents }),
        outcome: cents % 5 ? 'succeeded' : 'incomplete',
        // Some ids come twice, and to both accounts.
        keptAtProvider: cents % 3 ? [] : [`hash_${cents % 4}`, `hash_${index}`],
      });
    case 'fail':
      return failure({ at, request, cost: cents % 2 ? usd('0.01') : null });
    case 'abandon':
      return abandonment({ at, request });
    case 'wait':
      return { type: 'ExpireCredits', at };
  }
}
