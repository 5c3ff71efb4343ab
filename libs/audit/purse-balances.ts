import type { Account } from '#ledger';
import { formatAmount } from '#money';
import type { AuditedAccount } from './audited-account.js';
import type { Journal } from './journal.js';

/** What a customer's account consists of, and the ledger account where it stands (docs/ledger.md, chart of accounts). */
const PURSES = {
  'paid credit available': '2000',
  'promo credit available': '2190',
  'paid credit leased': '2015',
  'promo credit leased': '2195',
  'paid credit held': '2010',
  'promo credit held': '2191',
} as const;

type PurseName = keyof typeof PURSES;
const PURSE_NAMES = Object.keys(PURSES) as PurseName[];

/** Balance = fold of the postings, purse by purse; held = sum of the open holds; nothing below zero. */
export function checkBalances(audited: AuditedAccount, state: Account, journal: Journal): string | undefined {
  const lowest = [state, ...openLeases(audited, state)]
    .flatMap(({ lots }) => lots)
    .flatMap(({ left, held, leased }) => [left, held, leased]);
  const below = lowest.find((nanos) => nanos < 0n);
  if (below !== undefined) return `leaves a lot at ${formatAmount(below)}`;
  if (state.available < 0n || state.held < 0n)
    return `leaves ${formatAmount(state.available)} available and ${formatAmount(state.held)} held`;
  const own = sumsOf(state);
  const held = own['paid credit held'] + own['promo credit held'];
  if (held !== state.held) return `leaves open holds of ${formatAmount(state.held)}, of which lots hold ${formatAmount(held)}`;
  const sums = withLeases(own, audited, state);
  for (const name of PURSE_NAMES) {
    const posted = postedTo(name, state, journal) + (audited.unexplained[name] ?? 0n);
    if (posted === sums[name]) continue;
    takeAsGiven(audited, state, journal);
    return `leaves ${formatAmount(sums[name])} of ${name}, where the postings come to ${formatAmount(posted)}`;
  }
  return undefined;
}

/** From here on only what changes is compared: a difference is told once. */
export function takeAsGiven(audited: AuditedAccount, state: Account, journal: Journal): void {
  const sums = withLeases(sumsOf(state), audited, state);
  for (const name of PURSE_NAMES) audited.unexplained[name] = sums[name] - postedTo(name, state, journal);
}

function postedTo(name: PurseName, { id, currency }: Account, journal: Journal): bigint {
  return -journal.balance(currency, `${PURSES[name]}:${id}`);
}

/** Leases that the account has not taken back, as far as their streams say. */
function openLeases({ leases }: AuditedAccount, state: Account): Account[] {
  return [...state.leases.keys()].flatMap((number) => leases.get(number)?.state ?? []);
}

/**
 * The account and its leases together. One whose stream has not begun stands whole in the account's `leased`; of one that is being
 * settled in parts, the holds that have moved stand in both.
 */
function withLeases(own: Record<PurseName, bigint>, { leases }: AuditedAccount, state: Account): Record<PurseName, bigint> {
  const sums = { ...own };
  for (const [number, { lots }] of state.leases) {
    const lease = leases.get(number)?.state;
    for (const [id, out] of lots) {
      const kind = state.lots.find((lot) => lot.id === id)?.kind === 'promo' ? 'promo' : 'paid';
      const slice = lease?.lots.find((lot) => lot.id === id);
      const moved = slice ? slice.granted - out : 0n;
      sums[`${kind} credit leased`] += slice ? slice.left : out;
      sums[`${kind} credit held`] += slice ? slice.held - moved : 0n;
    }
  }
  return sums;
}

function sumsOf({ lots }: Account): Record<PurseName, bigint> {
  const sums = {
    'paid credit available': 0n,
    'promo credit available': 0n,
    'paid credit leased': 0n,
    'promo credit leased': 0n,
    'paid credit held': 0n,
    'promo credit held': 0n,
  };
  for (const { kind, left, held } of lots) {
    if (kind === 'promo') {
      sums['promo credit available'] += left;
      sums['promo credit held'] += held;
    } else {
      sums['paid credit available'] += left;
      sums['paid credit held'] += held;
    }
  }
  return sums;
}
