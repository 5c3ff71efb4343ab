import { accountStream, evolve, leaseStream, nextPeriod, periodOf, readAccountEvent, type Account } from '#ledger';
import { formatAmount } from '#money';
import type { RowReader } from '#read-model';
import type { StreamReader } from '../event-places.js';
import type { LogSource } from '../request-logs/request-logs.query.js';
import { lastPeriodBefore, type StatementAccount } from '../statements/statements.query.js';

/** Events that one answer folds at most. A month that had more up to the moment says its balance, and not what that is made of. */
export const MAX_FOLDED_EVENTS = 200_000;
const PAGE = 1_000;

export interface LotAsOf {
  readonly id: string;
  readonly kind: string;
  readonly granted: string;
  /** Neither held nor spent. */
  readonly remaining: string;
  readonly held: string;
  readonly granted_at: string;
  readonly expires_at: string | null;
  readonly payment_id: string | null;
}

/** Amounts in the account's currency. */
export interface AccountAsOf {
  readonly available: string;
  readonly held: string;
  /** In the order in which they are spent. */
  readonly lots: readonly LotAsOf[];
}

/** What an account had before its books were open. */
const NOTHING: AccountAsOf = { available: formatAmount(0n), held: formatAmount(0n), lots: [] };

/**
 * What an account had at a moment (RFC 3339 UTC, included), by the time at which events took effect: folded from the beginning of the month in which
 * it stands, by the code that decides. Undefined where that are more than `MAX_FOLDED_EVENTS`.
 */
export async function readAccountAsOf(
  { models, events }: LogSource,
  { account, timeZone }: StatementAccount,
  at: string,
): Promise<AccountAsOf | undefined> {
  const fold = new FoldTo(events, at);
  const state = await newestAt(models, account, nextPeriod(periodOf(at, timeZone)), fold);
  if (fold.isSpent) return undefined;
  if (!state) return NOTHING;
  const leases = await leasesOf(state, fold);
  return fold.isSpent ? undefined : togetherOf(state, leases);
}

/**
 * The same now, of the state that the gateway has in memory: it goes on changing while leases are read, so what is asked of it is taken at once.
 */
export async function accountNow(
  events: StreamReader,
  live: Pick<Account, 'id' | 'period' | 'lots' | 'leases'>,
  now: string,
): Promise<AccountAsOf | undefined> {
  const { id, period } = live;
  const state = { id, period, lots: live.lots.map((lot) => ({ ...lot })), leases: new Map(live.leases) };
  const fold = new FoldTo(events, now);
  const leases = await leasesOf(state, fold);
  return fold.isSpent ? undefined : togetherOf(state, leases);
}

async function leasesOf({ id, period, leases }: Pick<Account, 'id' | 'period' | 'leases'>, fold: FoldTo): Promise<readonly Account[]> {
  const within: Account[] = [];
  for (const lease of leases.keys()) {
    const state = await fold.stream(leaseStream(id, period, lease));
    if (state) within.push(state);
  }
  return within;
}

/** The account by the newest month that had begun: the first event of one may be later than the moment. */
async function newestAt(models: RowReader, account: string, before: string, fold: FoldTo): Promise<Account | undefined> {
  for (let bound = before; ;) {
    const row = await lastPeriodBefore(models, account, bound);
    if (!row) return undefined;
    const state = await fold.stream(accountStream(account, row.period));
    if (state || fold.isSpent) return state;
    bound = row.period;
  }
}

/** Folds streams up to a moment, and no more events than may be. An account's time never goes back, so the first event behind it ends a stream. */
class FoldTo {
  #left = MAX_FOLDED_EVENTS;

  constructor(
    private readonly events: StreamReader,
    private readonly at: string,
  ) {}

  get isSpent(): boolean {
    return this.#left < 0;
  }

  /** Undefined where nothing had happened in it. */
  async stream(stream: string): Promise<Account | undefined> {
    let state: Account | undefined;
    for (let from = 0n; !this.isSpent; from += BigInt(PAGE)) {
      const page = await this.events.readStream(stream, { from, max: PAGE });
      for (const event of page) {
        if (event.metadata.effective > this.at) return state;
        state = evolve(state, readAccountEvent(event, state?.quotes));
      }
      this.#left -= page.length;
      if (page.length < PAGE) return state;
    }
    return state;
  }
}

/** Of what is leased out, what was left and held there is still the customer's. */
function togetherOf(account: Pick<Account, 'lots' | 'leases'>, leases: readonly Account[]): AccountAsOf {
  const slices = new Map<string, { left: bigint; held: bigint }>();
  const known = new Set(leases.map(({ lease }) => lease?.lease));
  for (const { lots } of leases) for (const { id, left, held } of lots) add(slices, id, left, held);
  // Leased, and nothing has happened there yet.
  for (const [lease, { lots }] of account.leases) if (!known.has(lease)) for (const [id, left] of lots) add(slices, id, left, 0n);
  let [available, held] = [0n, 0n];
  const lots = account.lots.map((lot): LotAsOf => {
    const slice = slices.get(lot.id);
    const [left, open] = [lot.left + (slice?.left ?? 0n), lot.held + (slice?.held ?? 0n)];
    available += left;
    held += open;
    return {
      id: lot.id,
      kind: lot.kind,
      granted: formatAmount(lot.granted),
      remaining: formatAmount(left),
      held: formatAmount(open),
      granted_at: lot.since,
      expires_at: lot.expiresAt,
      payment_id: lot.payment,
    };
  });
  return { available: formatAmount(available), held: formatAmount(held), lots };
}

function add(slices: Map<string, { left: bigint; held: bigint }>, id: string, left: bigint, held: bigint): void {
  const slice = slices.get(id);
  if (!slice) slices.set(id, { left, held });
  else {
    slice.left += left;
    slice.held += held;
  }
}
