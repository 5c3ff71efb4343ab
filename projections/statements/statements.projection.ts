import { placeOf, type AccountEventData, type AccountEventType } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { projection, type EventOf } from '#projecting';
import type { JsonObject } from '#event-store';
import { entryOf, movement } from '../postings/postings.js';

export type LineType = 'usage' | 'payment' | 'credit' | 'expiry' | 'adjustment';

/** A month of an account. Balances are available + held + frozen. */
export type PeriodRow = {
  readonly account: string;
  readonly period: string;
  readonly currency: string;
  readonly time_zone: string;
  readonly opening: string;
  /** Sum and number of the lines so far. */
  readonly movements: string;
  readonly lines: number;
  /** Null while the month is open. */
  readonly closing: string | null;
  readonly closed_at: string | null;
};

/** Something that changed the balance. */
export type LineRow = {
  readonly time: string;
  readonly type: LineType;
  /** Signed: above zero in the customer's favour. */
  readonly amount: string;
  readonly stream: string;
  readonly revision: string;
  readonly event: string;
  readonly request_id?: string;
  readonly model?: string;
  readonly payment_id?: string;
  readonly lot?: string;
  readonly kind?: string;
  readonly reason?: string;
};

/** Every type of an account's stream, so that a new one cannot be forgotten here: `nothing` never moves the balance. */
const LINES: Readonly<Record<AccountEventType, LineType | 'nothing'>> = {
  AccountOpened: 'nothing',
  PeriodOpened: 'nothing',
  PeriodCarried: 'nothing',
  RouteQuoted: 'nothing',
  RequestRouted: 'nothing',
  TokensMetered: 'usage',
  RequestFailed: 'nothing',
  RequestAbandoned: 'nothing',
  PaymentReceived: 'payment',
  CreditGranted: 'credit',
  CreditExpired: 'expiry',
  BalanceAdjusted: 'adjustment',
  FundsLeased: 'nothing',
  FundsRecalled: 'nothing',
  LeaseSettled: 'nothing',
  LeaseOpened: 'nothing',
  LeaseSealed: 'nothing',
  ClaimsListed: 'nothing',
  PeriodClosed: 'nothing',
};

/** Key of a period's row; its lines have keys that begin with it, in the order in which they stand on the statement. */
export const periodKey = (account: string, period: string): string => `${account}/${period}/`;

/**
 * Statements: the row of each period, followed by its lines in order of time, stream and revision. What moves nothing, such as a
 * hold, is no line. A movement by a type that is unknown here stops the fold: a statement must not leave out what it cannot name.
 */
export const statements = projection<PeriodRow | LineRow, AccountEventData>({
  name: 'statements',
  version: 1,
  poison: 'stop',
  indexes: {},
  keys: (event) => {
    const { type, stream, data } = event;
    const place = placeOf(stream);
    if (!place) return undefined;
    const period = periodKey(place.account, place.period);
    if (type === 'PeriodOpened' || type === 'PeriodClosed') return period;
    const entry = entryOf(data);
    return entry && movement(entry) !== 0n ? [period, `${period}${lineOrder(event)}`] : undefined;
  },
  begins: ({ type }, key) => type === 'PeriodOpened' || !key.endsWith('/'),
  ended: (row) => !('opening' in row) || row.closing !== null,
  on: {
    PeriodOpened: (_, { data }) => openPeriod(data),
    PeriodClosed: (row, event) => closePeriod(row, event),
  },
  any: (row, event, key) => (key.endsWith('/') ? moved(row, event) : line(event)),
});

const lineOrder = ({ stream, revision, metadata }: EventOf<unknown>): string =>
  `${metadata.effective}/${stream}/${String(revision).padStart(12, '0')}`;

function openPeriod({ account, period, currency, time_zone, available, held }: AccountEventData['PeriodOpened']): PeriodRow {
  const opening = formatAmount(parseAmount(available) + parseAmount(held));
  return { account, period, currency, time_zone, opening, movements: formatAmount(0n), lines: 0, closing: null, closed_at: null };
}

function closePeriod(row: PeriodRow | LineRow | undefined, { data, metadata }: EventOf<AccountEventData['PeriodClosed']>): PeriodRow {
  const { opening, movements, ...period } = opened(row, data.period);
  const closing = formatAmount(parseAmount(data.available) + parseAmount(data.held) + parseAmount(data.frozen));
  if (parseAmount(opening) + parseAmount(movements) !== parseAmount(closing)) {
    throw new RangeError(`${period.account} closes ${data.period} with ${closing}, but its lines lead from ${opening} by ${movements}`);
  }
  return { ...period, opening, movements, closing, closed_at: metadata.effective };
}

function moved(row: PeriodRow | LineRow | undefined, { stream, data }: EventOf<JsonObject>): PeriodRow {
  const period = opened(row, stream);
  const movements = formatAmount(parseAmount(period.movements) + movement(entryOf(data) ?? {}));
  return { ...period, movements, lines: period.lines + 1 };
}

function opened(row: PeriodRow | LineRow | undefined, what: string): PeriodRow {
  if (!row || !('opening' in row)) throw new RangeError(`${what} has not been opened`);
  return row;
}

function line({ id, type, stream, revision, data, metadata }: EventOf<JsonObject>): LineRow {
  const kind = Object.hasOwn(LINES, type) ? LINES[type as AccountEventType] : 'nothing';
  if (kind === 'nothing') throw new RangeError(`${type} moves the balance, and there is no line for it`);
  return {
    time: metadata.effective,
    type: kind,
    amount: formatAmount(movement(entryOf(data) ?? {})),
    stream,
    revision: String(revision),
    event: id,
    ...(kind === 'usage' && { request_id: data['request'] as string, model: data['model'] as string }),
    ...(kind === 'payment' && { payment_id: data['payment'] as string }),
    ...((kind === 'credit' || kind === 'expiry') && { lot: data['lot'] as string, kind: data['kind'] as string }),
    ...((kind === 'credit' || kind === 'adjustment') && { reason: data['reason'] as string }),
  };
}
