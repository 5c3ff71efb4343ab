import { placeOf, type AccountEventData, type HoldRecord, type LotAmount, type LotRecord } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { projection, type EventOf, type Fold } from '#projecting';

/** What a gateway looks accounts up by: open holds and leases and whose they are, when something expires, months that should be closed. */
export type AccountRow = {
  readonly account: string;
  readonly time_zone: string;
  readonly period: string;
  readonly status: Status;
  /** PeriodCarried events that are still to come. */
  readonly carried_left: number;
  /** Absent where there is none, so that the index holds only accounts with holds. */
  readonly open_holds?: number;
  /** Leases that are not settled. Absent where there is none. */
  readonly open_leases?: number;
  readonly next_expiry?: string;
  /** Null where it has grown too large for a row: then only the account itself knows, until the next month begins. */
  readonly open: {
    /** What each took of lots that expire: most take nothing of them. */
    readonly holds: readonly (readonly [request: string, life: string, ...taken: LotAmount[]])[];
    readonly leases: readonly (readonly [lease: number, life: string])[];
    /** Lots that expire: what is left of each, and what of it is held or leased. */
    readonly expiring: readonly (readonly [lot: string, expiresAt: string, left: string, out: string])[];
  } | null;
};

/** Of the month, as in the ledger's state of the account. */
type Status = 'opening' | 'carrying' | 'open' | 'closing' | 'closed';

interface Expiring {
  readonly expiresAt: string;
  left: bigint;
  out: bigint;
}

type Taken = readonly (readonly [lot: string, nanos: bigint])[];

/** Changed in place. */
interface State {
  readonly account: string;
  readonly timeZone: string;
  period: string;
  status: Status;
  carriedLeft: number;
  readonly holds: Map<string, { readonly life: string; readonly taken: Taken }>;
  readonly leases: Map<number, string>;
  readonly expiring: Map<string, Expiring>;
}

/** What is too large for a row, and has left memory: the row stays as it is until the next month says all anew. */
class Unknown {
  constructor(readonly row: AccountRow) {}
}

/** Characters of a row, all of them ASCII. MongoDB takes documents of 16 MiB, and what it refuses holds up every projection. */
const MAX_ROW_TEXT = 12_000_000;
/** What so few holds, leases and lots come to needs no measuring. */
const FEW = 10_000;

/**
 * What of accounts has to be found without asking each. The state of an account itself is the gateway's, which keeps snapshots of it. Rows may be some
 * seconds late: whoever looks for open holds reads the log behind them.
 */
export const accounts = projection<AccountRow, AccountEventData, State | Unknown>({
  name: 'accounts',
  version: 7,
  poison: 'park',
  lazy: true,
  indexes: {
    by_open_holds: ['open_holds'],
    by_open_leases: ['open_leases'],
    by_next_expiry: ['next_expiry'],
    by_period: ['status', 'period'],
  },
  keys: ({ stream }) => {
    const place = placeOf(stream);
    return place?.lease === undefined ? place?.account : undefined; // what is within a lease is told when that is settled
  },
  on: {
    AccountOpened: (_, { data: { account, time_zone } }) => blank(account, time_zone, '', 'opening', 0),
    PeriodOpened: (_, { data }) => {
      const { account, time_zone, period, carried } = data;
      return carriedIn(blank(account, time_zone, period, carried > 0 ? 'carrying' : 'open', carried), data);
    },
    PeriodCarried: known((account, { data }) => {
      carriedIn(account, data);
      account.carriedLeft -= 1;
      if (account.carriedLeft === 0) account.status = 'open';
    }),
    RequestRouted: known((account, { data }) => hold(account, data, true)),
    TokensMetered: known((account, { data: { request, lots, extra } }) => {
      for (const [lot, spent, released] of lots) release(account, lot, spent, released);
      for (const [lot, amount] of extra) take(account, lot, amount);
      endHold(account, request);
    }),
    RequestFailed: known(released),
    RequestAbandoned: known(released),
    CreditGranted: known((account, { data: { lot, amount, expires_at: expiresAt } }) => {
      if (expiresAt !== null) account.expiring.set(lot, { expiresAt, left: parseAmount(amount), out: 0n });
    }),
    CreditExpired: known((account, { data: { lot, amount } }) => take(account, lot, amount)),
    BalanceAdjusted: known((account, { data: { lots } }) => {
      for (const [lot, amount] of lots) take(account, lot, amount);
    }),
    FundsLeased: known((account, { data: { lease, life, lots } }) => {
      for (const [lot, amount] of lots) putOut(account, lot, parseAmount(amount));
      account.leases.set(lease, life);
    }),
    LeaseSettled: known((account, { data: { lease, lots, holds, last } }) => {
      for (const record of holds) hold(account, record, false);
      for (const [lot, spent, returned] of lots) release(account, lot, spent, returned);
      if (last) account.leases.delete(lease);
    }),
    ClaimsListed: known((account) => void (account.status = 'closing')),
    PeriodClosed: known((account) => void (account.status = 'closed')),
  },
  form: { read, write },
});

function blank(account: string, timeZone: string, period: string, status: Status, carriedLeft: number): State {
  return { account, timeZone, period, status, carriedLeft, holds: new Map(), leases: new Map(), expiring: new Map() };
}

/** Changes what is known of an account; of one that is not, nothing. */
function known<Data>(change: (account: State, event: EventOf<Data>) => void): Fold<State | Unknown, Data> {
  return (state, event) => {
    if (!state) throw new RangeError('The account has not been opened');
    if (!(state instanceof Unknown)) change(state, event);
    return state;
  };
}

function carriedIn(account: State, { lots, holds }: { readonly lots: readonly LotRecord[]; readonly holds: readonly HoldRecord[] }): State {
  for (const { lot, expires_at: expiresAt, left, held } of lots) {
    if (expiresAt !== null) account.expiring.set(lot, { expiresAt, left: parseAmount(left), out: parseAmount(held) });
  }
  for (const record of holds) hold(account, record, false);
  return account;
}

/** `takes`: what it holds was left before; else it was held or leased already. */
function hold(account: State, { request, life, lots }: Pick<HoldRecord, 'request' | 'life' | 'lots'>, takes: boolean): void {
  let taken = NOTHING;
  if (account.expiring.size > 0) {
    taken = lots.filter(([lot]) => account.expiring.has(lot)).map(([lot, amount]) => [lot, parseAmount(amount)]);
    if (takes) for (const [lot, nanos] of taken) putOut(account, lot, nanos);
  }
  account.holds.set(request, { life, taken });
}

const NOTHING: Taken = [];

function released(account: State, { data: { request } }: EventOf<{ readonly request: string }>): void {
  for (const [lot, nanos] of account.holds.get(request)?.taken ?? NOTHING) putOut(account, lot, -nanos);
  endHold(account, request);
}

function endHold(account: State, request: string): void {
  if (!account.holds.delete(request)) throw new RangeError(`No open hold for ${request}`);
}

function putOut(account: State, id: string, nanos: bigint): void {
  const lot = account.expiring.get(id);
  if (!lot) return;
  lot.left -= nanos;
  lot.out += nanos;
}

function release(account: State, id: string, spent: string, returned: string): void {
  const lot = account.expiring.get(id);
  if (!lot) return;
  const nanos = parseAmount(returned);
  lot.left += nanos;
  lot.out -= parseAmount(spent) + nanos;
  dropIfEmpty(account, id, lot);
}

function take(account: State, id: string, amount: string): void {
  const lot = account.expiring.get(id);
  if (!lot) return;
  lot.left -= parseAmount(amount);
  dropIfEmpty(account, id, lot);
}

function dropIfEmpty(account: State, id: string, { left, out }: Expiring): void {
  if (left === 0n && out === 0n) account.expiring.delete(id);
}

function read(row: AccountRow): State | Unknown {
  const { account, time_zone: timeZone, period, status, carried_left: carriedLeft, open } = row;
  if (!open) return new Unknown(row);
  const nanos = ([lot, amount]: LotAmount): readonly [string, bigint] => [lot, parseAmount(amount)];
  return {
    ...blank(account, timeZone, period, status, carriedLeft),
    holds: new Map(open.holds.map(([request, life, ...taken]) => [request, { life, taken: taken.map(nanos) }])),
    leases: new Map(open.leases),
    expiring: new Map(
      open.expiring.map(([lot, expiresAt, left, out]) => [lot, { expiresAt, left: parseAmount(left), out: parseAmount(out) }]),
    ),
  };
}

function write(state: State | Unknown): AccountRow {
  if (state instanceof Unknown) return state.row;
  const open = openIn(state);
  const { holds, leases } = state;
  const expiry = nextExpiry(state.expiring);
  // Nobody follows the holds of an account that has left memory unknown: whoever looks for open ones has to look there.
  const openHolds = open ? holds.size : Math.max(1, holds.size);
  return {
    account: state.account,
    time_zone: state.timeZone,
    period: state.period,
    status: state.status,
    carried_left: state.carriedLeft,
    ...(openHolds > 0 && { open_holds: openHolds }),
    ...(leases.size > 0 && { open_leases: leases.size }),
    ...(expiry !== undefined && { next_expiry: expiry }),
    open,
  };
}

function openIn({ holds, leases, expiring }: State): AccountRow['open'] {
  const open = {
    holds: [...holds].map(([request, { life, taken }]) => {
      return [request, life, ...taken.map(([lot, nanos]): LotAmount => [lot, formatAmount(nanos)])] as const;
    }),
    leases: [...leases],
    expiring: [...expiring].map(([lot, { expiresAt, left, out }]) => [lot, expiresAt, formatAmount(left), formatAmount(out)] as const),
  };
  const isFew = holds.size + leases.size + expiring.size <= FEW;
  return isFew || JSON.stringify(open).length <= MAX_ROW_TEXT ? open : null;
}

/** Of what can be spent: what is held expires when it is released. */
function nextExpiry(expiring: State['expiring']): string | undefined {
  let next: string | undefined;
  for (const { left, expiresAt } of expiring.values()) if (left > 0n && (next === undefined || expiresAt < next)) next = expiresAt;
  return next;
}
