import { instantMs, placeOf, type AccountEventData, type AccountEventType } from '#ledger';
import { formatAmount, parseAmount } from '#money';
import { projection, type EventOf, type Pass } from '#projecting';
import type { JsonObject } from '#event-store';
import { byStream } from '../by-stream.js';
import { OpenBlock, added, headKey, isSealed, type ChainRow, type Told } from '../chains/chain.js';
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

/** Periods by account, and blocks of each period's lines: where the events stand that moved the balance, and by how much. */
export type StatementRow = PeriodRow | ChainRow;
type State = Period | OpenBlock;

/** Amounts in nanos. Changed in place: every line of the month touches it. */
interface Period {
  readonly account: string;
  readonly period: string;
  readonly currency: string;
  readonly time_zone: string;
  readonly opening: bigint;
  movements: bigint;
  lines: number;
  readonly closing: bigint | null;
  readonly closed_at: string | null;
}

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

/** Key of a period's row. The blocks of its lines have keys that begin with it. */
export const periodKey = (account: string, period: string): string => `${account}/${period}/`;

export const linesOf = ({ account, period }: Pick<PeriodRow, 'account' | 'period'>): string => `${periodKey(account, period)}lines/`;

/** Of a month's stream: the key of its row, and that of the head of its lines. */
const placed = byStream((stream) => {
  const { account = '', period = '' } = placeOf(stream) ?? {};
  return { key: periodKey(account, period), lines: headKey(linesOf({ account, period })) };
});

/** What a movement is called on a statement; undefined for types that never move the balance, and for unknown ones. */
export function lineType(type: string): LineType | undefined {
  const kind = Object.hasOwn(LINES, type) ? LINES[type as AccountEventType] : 'nothing';
  return kind === 'nothing' ? undefined : kind;
}

/**
 * Statements: the row of each period, and an index to its lines, which are read from the events. What moves nothing, such as a
 * hold, is no line. A movement by a type that is unknown here stops the fold: a statement must not leave out what it cannot name.
 */
export const statements = projection<StatementRow, AccountEventData, State>({
  name: 'statements',
  version: 3,
  poison: 'stop',
  indexes: {},
  keys: (event) => {
    const { type, stream, data } = event;
    const place = placeOf(stream);
    if (!place) return undefined;
    if (type !== 'PeriodOpened' && type !== 'PeriodClosed') {
      const entry = entryOf(data);
      if (!entry || movement(entry) === 0n) return undefined;
    }
    return placed(stream).key;
  },
  begins: ({ type }, key) => (key.endsWith('/') ? type === 'PeriodOpened' : isSealed(key)),
  ended: (state) => (state instanceof OpenBlock ? state.isFull : state.closing !== null),
  on: {
    PeriodOpened: (_, { data }) => openPeriod(data),
    PeriodClosed: (state, event) => closePeriod(state, event),
  },
  any: (state, event, _, pass) => moved(state, event, pass),
  takes: (state, passed, _, key, pass) =>
    passed instanceof OpenBlock ? passed : added(state as OpenBlock | undefined, passed as Told, key, pass),
  form: {
    read: (row) => ('opening' in row ? readPeriod(row) : OpenBlock.read(row)),
    write: (state) => (state instanceof OpenBlock ? state.write() : periodRow(state)),
  },
});

function openPeriod({ account, period, currency, time_zone, available, held }: AccountEventData['PeriodOpened']): Period {
  const opening = parseAmount(available) + parseAmount(held);
  return { account, period, currency, time_zone, opening, movements: 0n, lines: 0, closing: null, closed_at: null };
}

function closePeriod(state: State | undefined, { data, metadata }: EventOf<AccountEventData['PeriodClosed']>): Period {
  const period = opened(state, data.period);
  const { opening, movements } = period;
  const closing = parseAmount(data.available) + parseAmount(data.held) + parseAmount(data.frozen);
  if (opening + movements !== closing) {
    const lead = `its lines lead from ${formatAmount(opening)} by ${formatAmount(movements)}`;
    throw new RangeError(`${period.account} closes ${data.period} with ${formatAmount(closing)}, but ${lead}`);
  }
  return { ...period, closing, closed_at: metadata.effective };
}

function moved(state: State | undefined, { type, stream, revision, data, metadata }: EventOf<JsonObject>, pass: Pass): Period {
  const period = opened(state, stream);
  const line = lineType(type);
  if (line === undefined) throw new RangeError(`${type} moves the balance, and there is no line for it`);
  const nanos = movement(entryOf(data) ?? {});
  period.movements += nanos;
  period.lines += 1;
  const told: Told = { kind: [stream, line], time: instantMs(metadata.effective), revision: Number(revision), more: 0, nanos };
  pass(placed(stream).lines, told);
  return period;
}

function opened(state: State | undefined, what: string): Period {
  if (!state || state instanceof OpenBlock) throw new RangeError(`${what} has not been opened`);
  return state;
}

function readPeriod({ opening, movements, closing, ...row }: PeriodRow): Period {
  return {
    ...row,
    opening: parseAmount(opening),
    movements: parseAmount(movements),
    closing: closing === null ? null : parseAmount(closing),
  };
}

function periodRow({ account, period, currency, time_zone, opening, movements, lines, closing, closed_at }: Period): PeriodRow {
  return {
    account,
    period,
    currency,
    time_zone,
    opening: formatAmount(opening),
    movements: formatAmount(movements),
    lines,
    closing: closing === null ? null : formatAmount(closing),
    closed_at,
  };
}
