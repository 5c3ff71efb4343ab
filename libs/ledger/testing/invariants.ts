import type { AccountEvent } from '../account/account.events.js';
import { freezeAccount, thawAccount } from '../account.snapshot.js';
import { evolve, type Account } from '../index.js';
import { readAccountEvent, versionOf } from '../account.codec.js';
import { rerate } from '../requests/rerate.js';
import type { AccountBooks } from './account.books.js';
import { decimal, sum, type PlainOracle } from './plain-oracle.js';

/** The numbers are those of docs/ledger.md, "Invariants". */

/** `expect` is slow, and most of what holds is asked of every event after every step. */
function must(holds: boolean, rule: string, event: unknown): asserts holds {
  if (!holds) throw new Error(`${rule}: ${JSON.stringify(event)}`);
}

const CUSTOMERS = ['2000', '2010', '2190', '2191'];

/** 3, 4, 5, 16: what the account says of itself is what the oracle says, lot by lot. */
export function agreesWithOracle({ state }: AccountBooks, oracle: PlainOracle): void {
  expect(state.available).toBe(oracle.available);
  expect(state.held).toBe(oracle.held);
  expect(state.period).toBe(oracle.period);
  expect(state.at).toBe(oracle.time);
  expect(state.available >= 0n).toBe(true);
  const lots = oracle.lots.filter(({ left, held }) => left > 0n || held > 0n);
  expect(sortById(state.lots.map(({ id, left, held }) => ({ id, left, held })))).toEqual(
    sortById(lots.map(({ id, left, held }) => ({ id, left, held }))),
  );
  for (const lot of oracle.lots) {
    must(lot.used + lot.expired + lot.left + lot.held === lot.granted, 'Used, expired and remaining are granted', lot.id);
    must(lot.left >= 0n && lot.held >= 0n, 'No lot is overspent', lot.id);
  }
  const holds = [...state.holds].map(([request, { amount, takes }]) => [request, amount, sum(takes.map((take) => take.amount))]);
  expect(holds).toEqual([...oracle.holds].map(([request, { amount }]) => [request, amount, amount]));
}

/** 1, 2, 3: each entry sums to zero, so do all of them, and each ledger account stands where the oracle has it. */
export function booksBalance(books: AccountBooks, oracle: PlainOracle): void {
  const balances = new Map<string, bigint>();
  for (const { data } of books.events) {
    for (const [currency, postings] of Object.entries('entry' in data ? data.entry : {})) {
      must(sum(postings.map(([, amount]) => decimal(amount))) === 0n, 'An entry sums to zero', data);
      for (const [account, amount] of postings) {
        const owner = CUSTOMERS.includes(account.slice(0, 4)) ? `:${books.state.id}` : '';
        must(account.slice(4) === owner, 'Customer accounts carry their account, others nothing', data); // 21
        const name = `${account.slice(0, 4)} ${currency}`;
        balances.set(name, (balances.get(name) ?? 0n) + decimal(amount));
      }
    }
  }
  const standing = (map: ReadonlyMap<string, bigint>) => Object.fromEntries([...map].filter(([, amount]) => amount !== 0n).sort());
  expect(standing(balances)).toEqual(standing(oracle.journal));
  for (const currency of ['USD', 'EUR'])
    expect(sum([...balances].flatMap(([name, amount]) => (name.endsWith(currency) ? [amount] : [])))).toBe(0n);
  const { currency } = books.state;
  expect((balances.get(`2000 ${currency}`) ?? 0n) + (balances.get(`2190 ${currency}`) ?? 0n)).toBe(-books.state.available);
  expect((balances.get(`2010 ${currency}`) ?? 0n) + (balances.get(`2191 ${currency}`) ?? 0n)).toBe(-books.state.held);
}

/** 6, 15, 17, 18 and time: what single events must hold, and that each request ends once. */
export function eventsHold(books: AccountBooks): void {
  const open = new Map<string, bigint>();
  const reversed = new Set<string>();
  let time = '';
  for (const event of books.events) {
    must(event.at >= time, 'The time of an account never goes back', event);
    time = event.at;
    if (event.type === 'RequestRouted') {
      const { request, hold, lots } = event.data;
      must(!open.has(request), 'A request is routed once', event);
      must(sum(lots.map(([, amount]) => decimal(amount))) === decimal(hold), 'The lots of a hold sum to it', event);
      open.set(request, decimal(hold));
    } else if (event.type === 'TokensMetered') {
      const { data } = event;
      const [spent, released] = [data.lots.map(([, each]) => each), data.lots.map(([, , each]) => each)].map((amounts) =>
        sum(amounts.map(decimal)),
      ) as [bigint, bigint];
      const held = open.get(data.request) ?? 0n;
      const rated = decimal(data.rated);
      must(spent + released === held, 'Captured and released are what was held', event);
      must(spent === decimal(data.charge) && data.extra.length === 0, 'The parts of the hold sum to the charge', event);
      must(decimal(data.charge) === (rated < held ? rated : held), 'A charge is what was rated, and never exceeds its hold', event);
      must((data.uncollected_reason === 'beyond_bound') === rated > held, 'What lies beyond the hold says so', event);
      must(decimal(data.charge) + decimal(data.uncollected) === decimal(data.rated), 'Charge and uncollected are rated', event);
      must(rerate(data) === undefined, 'A charge can be rated again', event);
      open.delete(data.request);
    } else if (event.type === 'RequestFailed' || event.type === 'RequestAbandoned') {
      must(decimal(event.data.released) === open.get(event.data.request), 'All that was held is released', event);
      open.delete(event.data.request);
    } else if (event.type === 'BalanceAdjusted' && event.data.reverses !== null) {
      must(!reversed.has(event.data.reverses), 'A correction is reversed once', event);
      reversed.add(event.data.reverses);
    }
  }
  expect([...open.keys()].sort()).toEqual([...books.state.holds.keys()].sort());
}

/** 19: opening + movements = closing, and closing(n) = opening(n+1). A closing lists each claim of its period once, however many it takes. */
export function periodsFollow(books: AccountBooks): void {
  let closing = 0n;
  for (const events of books.streams.values()) {
    let balance = 0n;
    for (const { type, data } of events) {
      if (type === 'PeriodOpened') {
        must(decimal(data.available) + decimal(data.held) === closing, 'A period opens with what the one before closed with', data);
        balance = closing;
      }
      for (const [account, amount] of ('entry' in data ? data.entry[books.state.currency] : undefined) ?? []) {
        if (CUSTOMERS.includes(account.slice(0, 4))) balance -= decimal(amount);
      }
      if (type === 'PeriodClosed') {
        closing = decimal(data.available) + decimal(data.held);
        must(closing === balance, 'Opening and movements are the closing', data);
        must(String(listedIn(events)) === String(claimsOf(events)), 'A closing lists the claims of its period', data);
      }
    }
  }
}

const listedIn = (events: readonly AccountEvent[]): readonly string[] =>
  events.flatMap(({ type, data }) => (type === 'ClaimsListed' || type === 'PeriodClosed' ? data.claims : []));

const claimsOf = (events: readonly AccountEvent[]): readonly string[] =>
  events.flatMap(({ data }) => ('claim' in data && data.claim !== null ? [data.claim] : []));

/** 12: full replay from JSON = the newest period alone = snapshot + tail at any split. */
export function replaysAlike(books: AccountBooks, die: number): void {
  const live = JSON.stringify(freezeAccount(books.state));
  const all = books.events.map(stored);
  const fold = (events: readonly AccountEvent[], from?: Account) =>
    events.reduce<Account | undefined>((state, event) => evolve(state, event), from) as Account;
  expect(JSON.stringify(freezeAccount(fold(all)))).toBe(live);
  expect(JSON.stringify(freezeAccount(fold(books.page.map(stored))))).toBe(live);
  const split = 1 + (die % all.length);
  const snapshot = JSON.parse(JSON.stringify(freezeAccount(fold(all.slice(0, split))))) as ReturnType<typeof freezeAccount>;
  expect(JSON.stringify(freezeAccount(fold(all.slice(split), thawAccount(snapshot))))).toBe(live);
}

const asStored = new WeakMap<AccountEvent, AccountEvent>();

/** An event as it comes back from a store: it shares nothing with the one that was decided. */
function stored(event: AccountEvent): AccountEvent {
  const { type, at, data } = event;
  const found =
    asStored.get(event) ??
    readAccountEvent({ type, data: JSON.parse(JSON.stringify(data)) as unknown, metadata: { effective: at, version: versionOf(type) } });
  asStored.set(event, found);
  return found;
}

const sortById = <Named extends { readonly id: string }>(named: readonly Named[]): Named[] =>
  [...named].sort((a, b) => (a.id < b.id ? -1 : 1));
