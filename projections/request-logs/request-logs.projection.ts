import { hourOf, instantMs, placeOf, type AccountEventData } from '#ledger';
import { projection, type EventOf, type Pass } from '#projecting';
import { byStream } from '../by-stream.js';
import { OpenBlock, added, headKey, isSealed, type ChainRow, type Told } from '../chains/chain.js';
import { Hour, groupOf, hourKey, spentIn, type Group, type HourPlace, type HourRow, type Spent } from '../hours/hours.js';
import { accountCurrency } from '../postings/postings.js';
import { RequestIds, idKey, type RequestIdsRow, type RequestPlace } from './request-ids.js';
import { lastTried, statusOf, type EndType } from './request-row.js';

/** What is known of a request on its way until it ends: it is in no list. */
interface OpenRequest {
  readonly stream: string;
  readonly revision: number;
  readonly key: string;
  readonly requested: string;
  readonly plan: Plan;
}

type Plan = readonly { readonly provider: string; readonly model: string; readonly upstream_model: string }[];

/** The requests of an account that are on their way, and the time zone of its hours. */
export type OpenRequestsRow = {
  readonly time_zone: string;
  readonly open: readonly (readonly [
    request: string,
    stream: string,
    revision: number,
    key: string,
    requested: string,
    plan: readonly (readonly [provider: string, model: string])[],
  ])[];
};

interface OpenRequests {
  timeZone: string;
  readonly requests: Map<string, OpenRequest>;
  /** What the request of each key that ended last had, which its next mostly has too. */
  readonly last: Map<string, Common>;
}

/** What requests that end behind each other mostly have in common, with the keys of the rows that they are handed to. */
interface Common {
  readonly kind: LogKind;
  readonly currency: string;
  readonly logs: readonly string[];
  readonly group: Group;
  /** Of UTC, which lies in one hour whatever the zone. */
  readonly quarter: number;
  readonly hours: readonly { readonly key: string; readonly place: HourPlace }[];
}

/** Blocks of the log of an account, and of each of its keys; where the request of an id is; what is open; what an hour comes to. */
export type RequestLogRow = ChainRow | RequestIdsRow | OpenRequestsRow | HourRow;
type State = OpenBlock | RequestIds | OpenRequests | Hour;

export const accountLog = (account: string): string => `log/${account}/`;
export const keyLog = (account: string, key: string): string => `key/${account}/${key}/`;
const openOf = byStream((stream) => {
  const account = placeOf(stream)?.account;
  return account === undefined ? null : `open/${account}`;
});

/**
 * What entries of the log are found by, if it has few values; what has many, as keys have, is a chain of its own. The last: where its
 * request began in another stream, that one.
 */
export type LogKind =
  | readonly [stream: string, requested: string, model: string, provider: string, status: string]
  | readonly [stream: string, requested: string, model: string, provider: string, status: string, holdStream: string];

/** A request that has ended, as it is handed to the log and to its hours. */
interface Ended {
  readonly id: string;
  readonly place: RequestPlace;
  readonly entry: Told;
}
interface EndedWithin {
  readonly hour: HourPlace;
  readonly spent: Spent;
}

/**
 * The log of requests as an index into the streams of their accounts: newest first is by the end, then by the order of the log. Rows of the
 * log are made of a request's two events whenever they are read.
 */
export const requestLogs = projection<RequestLogRow, AccountEventData, State>({
  name: 'request-logs',
  version: 6,
  poison: 'park',
  indexes: {},
  keys: ({ stream }) => openOf(stream) ?? undefined,
  begins: (_, key) => (key.startsWith('log/') || key.startsWith('key/')) && isSealed(key),
  // Blocks that are sealed never change; those of ids are read again where a late one comes.
  ended: (state) => state instanceof RequestIds || (state instanceof OpenBlock && state.isFull),
  on: {
    PeriodOpened: (state, { data }) => ({ ...openIn(state), timeZone: data.time_zone, last: new Map() }),
    RequestRouted: (state, { stream, revision, data }) => {
      const open = openIn(state);
      const { request, key, requested_model: requested, plan } = data;
      open.requests.set(request, { stream, revision: Number(revision), key, requested, plan });
      return open;
    },
    TokensMetered: end,
    RequestFailed: end,
    RequestAbandoned: end,
  },
  takes: (state, passed, _, key, pass) => {
    if (passed instanceof OpenBlock) return passed;
    if (key.startsWith('hour/')) {
      const { hour, spent } = passed as EndedWithin;
      return ((state as Hour | undefined) ?? new Hour(hour)).add(spent);
    }
    const { id, place, entry } = passed as Ended;
    if (!key.startsWith('id/')) return added(state as OpenBlock | undefined, entry, key, pass);
    const ids = (state as RequestIds | undefined) ?? new RequestIds();
    ids.add(id, place);
    return ids;
  },
  form: {
    read: (row) => {
      if ('open' in row) return opened(row);
      if ('groups' in row) return Hour.read(row);
      return 'ids' in row ? new RequestIds(row) : OpenBlock.read(row);
    },
    write: (state) => ('requests' in state ? { time_zone: state.timeZone, open: [...state.requests].map(openRow) } : state.write()),
  },
});

type EndEvent = EventOf<AccountEventData[EndType]>;

const openIn = (state: State | undefined): OpenRequests =>
  (state as OpenRequests | undefined) ?? { timeZone: 'UTC', requests: new Map(), last: new Map() };

function end(state: State | undefined, event: EndEvent, _: string, pass: Pass): State {
  const open = openIn(state);
  const { request: id } = event.data;
  const routed = open.requests.get(id);
  if (!routed) throw new RangeError(`${event.type} ends a request that is not open`);
  open.requests.delete(id);
  const { stream } = event;
  const time = instantMs(event.metadata.effective);
  const revision = Number(event.revision);
  const isSame = stream === routed.stream;
  const hold = isSame ? revision - routed.revision : routed.revision;
  const common = commonOf(open, routed, event, time);
  const entry: Told = { kind: common.kind, time, revision, more: hold, nanos: 0n };
  const ended: Ended = { id, place: { stream, revision, hold, holdStream: isSame ? undefined : routed.stream }, entry };
  for (const log of common.logs) pass(log, ended);
  pass(idKey(id), ended);
  const spent = spentIn(event.data, common.group);
  for (const { key, place } of common.hours) pass(key, { hour: place, spent } satisfies EndedWithin);
  return open;
}

const QUARTER = 900_000;
const MOST_KEYS = 100;

function commonOf(open: OpenRequests, routed: OpenRequest, event: EndEvent, time: number): Common {
  const { stream, data } = event;
  const { requested, key } = routed;
  const last = open.last.get(key);
  const [model, provider] = answeredBy(event, routed.plan);
  const status = statusIn(event);
  const currency = accountCurrency(data.entry);
  const quarter = Math.floor(time / QUARTER);
  if (last?.quarter === quarter && last.currency === currency && isKind(last.kind, routed, event, { model, provider, status })) return last;
  const found: LogKind = [stream, requested, model, provider, status];
  const kind: LogKind = stream === routed.stream ? found : [...found, routed.stream];
  const { account = '', period = '' } = placeOf(stream) ?? {};
  const { start, name: hour } = hourOf(event.metadata.effective, open.timeZone);
  const places = [null, key].map((whose): HourPlace => ({ account, period, hour, key: whose }));
  const common: Common = {
    kind,
    currency,
    logs: [headKey(accountLog(account)), headKey(keyLog(account, key))],
    group: groupOf({ model, requested, provider, status }, currency),
    quarter,
    hours: places.map((place) => ({ key: hourKey(place, start), place })),
  };
  if (open.last.size >= MOST_KEYS) open.last.clear();
  open.last.set(key, common);
  return common;
}

type Answer = Pick<Group['name'], 'model' | 'provider' | 'status'>;

function isKind(kind: LogKind, routed: OpenRequest, { stream }: EndEvent, { model, provider, status }: Answer): boolean {
  const [ofStream, requested, ofModel, ofProvider, ofStatus, holdStream = ofStream] = kind;
  return (
    ofStream === stream &&
    requested === routed.requested &&
    ofModel === model &&
    ofProvider === provider &&
    ofStatus === status &&
    holdStream === routed.stream
  );
}

function answeredBy({ type, data }: EndEvent, plan: Plan): readonly [model: string, provider: string] {
  if (type === 'TokensMetered') {
    const { model, provider } = data as AccountEventData['TokensMetered'];
    return [model, provider];
  }
  const attempts = type === 'RequestFailed' ? (data as AccountEventData['RequestFailed']).attempts.length : 0;
  const [provider, , model] = lastTried(plan, attempts);
  return [model, provider];
}

const statusIn = ({ type, data }: EndEvent): string => statusOf(type as EndType, 'outcome' in data ? data.outcome : undefined);

function openRow([request, { stream, revision, key, requested, plan }]: [string, OpenRequest]): OpenRequestsRow['open'][number] {
  return [request, stream, revision, key, requested, plan.map(({ provider, model }) => [provider, model] as const)];
}

function opened({ time_zone: timeZone, open }: OpenRequestsRow): OpenRequests {
  const requests = open.map(([request, stream, revision, key, requested, targets]) => {
    const plan = targets.map(([provider, model]) => ({ provider, model, upstream_model: '' }));
    return [request, { stream, revision, key, requested, plan }] as const;
  });
  return { timeZone, requests: new Map(requests), last: new Map() };
}
