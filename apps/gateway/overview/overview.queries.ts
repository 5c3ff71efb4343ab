import { Directory } from '#directory';
import type { ApiKey, Customer } from '#identity';
import { formatAmount, parseAmount } from '#money';
import { Clock } from '#process';
import { readBalance, readOverview, type Overview } from '#projections';
import type { RowReader } from '#read-model';
import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { PLAYGROUND_KEY_NAME } from '../api-keys/api-keys.document.js';
import { READ_MODELS } from '../books/tokens.js';

export interface OverviewDocument {
  readonly currency: string;
  readonly time_zone: string;
  readonly balance: { readonly available: string; readonly held: string };
  readonly today: Overview['today'];
  readonly month: Overview['month'];
  readonly latency_ms: Overview['latency'] & { readonly over: '7d' };
  /** How long what is available lasts at the pace of the last 7 days, in whole days; null where nothing was spent. */
  readonly runway_days: number | null;
  readonly first_request_at: string | null;
  /** Whether there is a key that works. */
  readonly has_key: boolean;
  readonly hours: Overview['hours'];
  readonly days: Overview['days'];
  readonly position: string;
}

/** What a customer has, spends and meets, from what the read models have added up. */
export class ReadOverview extends Query<OverviewDocument> {
  constructor(readonly customer: Customer) {
    super();
  }
}

@QueryHandler(ReadOverview)
export class ReadOverviewHandler implements IQueryHandler<ReadOverview> {
  constructor(
    @Inject(READ_MODELS) private readonly models: RowReader,
    private readonly directory: Directory,
    private readonly clock: Clock,
  ) {}

  async execute({ customer: { customer, account, currency, time_zone } }: ReadOverview): Promise<OverviewDocument> {
    const now = this.clock.now();
    const { row, asOf } = await readBalance(this.models, account);
    const overview = await readOverview(this.models, { account, currency, timeZone: time_zone }, now);
    const zero = formatAmount(0n);
    const { available = zero, held = zero } = row ?? {};
    const { today, month, latency, week, firstRequestAt, hours, days } = overview;
    return {
      currency,
      time_zone,
      balance: { available, held },
      today,
      month,
      latency_ms: { ...latency, over: '7d' },
      runway_days: runwayDays(parseAmount(available), parseAmount(week)),
      first_request_at: firstRequestAt,
      has_key: this.directory.keysOf(customer).some((key) => isOwnKey(key, now)),
      hours,
      days,
      position: String(asOf),
    };
  }
}

/** One that works, and that no page has made for itself. */
function isOwnKey({ name, revoked_at: revokedAt, expires_at: expiresAt }: ApiKey, now: string): boolean {
  return revokedAt === undefined && (expiresAt === undefined || expiresAt > now) && name !== PLAYGROUND_KEY_NAME;
}

const WEEK_DAYS = 7n;
/** Longer than anybody plans. */
const MOST_DAYS = 9_999n;

/** Both in nanos. */
function runwayDays(available: bigint, week: bigint): number | null {
  if (week <= 0n) return null;
  if (available <= 0n) return 0;
  const days = (available * WEEK_DAYS) / week;
  return Number(days > MOST_DAYS ? MOST_DAYS : days);
}
