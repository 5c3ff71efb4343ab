import type { Position } from '#event-store';
import { placeOf } from '#ledger';
import { rowsOf, type PageQuery, type RowReader, type TypedPage } from '#read-model';
import { chainEntries, chainPage, type ChainQuery } from '../chains/chain.query.js';
import type { Entry, Kind } from '../chains/chain.js';
import { atOnce, eventsAt, type EventAt, type StreamReader } from '../event-places.js';
import { idKey, placesOf, type RequestIdsRow, type RequestPlace } from './request-ids.js';
import { accountLog, keyLog, requestLogs, type LogKind } from './request-logs.projection.js';
import { isEnd, requestRow, type RequestRow, type RequestStatus } from './request-row.js';

/** What a log of requests is read from: the index, and the events that it leads to. */
export interface LogSource {
  readonly models: RowReader;
  readonly events: StreamReader;
}

export interface RequestLogFilter {
  readonly account: string;
  /** Only requests of this key of the account. */
  readonly key?: string;
  /** The model that answered, or the one that was asked for. */
  readonly model?: string;
  readonly provider?: string;
  readonly status?: RequestStatus;
  /** RFC 3339 UTC: the first moment is included, the last is not. */
  readonly from?: string;
  readonly before?: string;
}

/**
 * Newest first, by the time a request ended; open requests are not in it. A page of a filter that finds little may be empty and
 * have a further one: no more than 50,000 entries are looked at for it. Throws `UnknownCursorError`.
 */
export async function readRequestLogs(
  { models, events }: LogSource,
  filter: RequestLogFilter & Pick<PageQuery, 'limit' | 'cursor'>,
): Promise<TypedPage<RequestRow>> {
  const { limit, cursor } = filter;
  const { entries, next, asOf } = await chainPage(models, requestLogs, {
    ...queryOf(filter),
    limit,
    ...(cursor !== undefined && { cursor }),
  });
  return { rows: await rowsAt(events, filter.account, entries.map(placeIn)), next, asOf };
}

/** All of them, for CSV. */
export async function* allRequestLogs({ models, events }: LogSource, filter: RequestLogFilter): AsyncGenerator<RequestRow> {
  for await (const entries of atOnce(chainEntries(models, requestLogs, queryOf(filter))))
    yield* await rowsAt(events, filter.account, entries.map(placeIn));
}

/** The receipt; undefined while the request is open, and for requests of others. */
export async function readReceipt(
  { models, events }: LogSource,
  account: string,
  request: string,
): Promise<{ readonly row: RequestRow | undefined; readonly asOf: Position }> {
  const { row, asOf } = await rowsOf(models, requestLogs).get(idKey(request));
  const places = row ? placesOf(request, row as RequestIdsRow, (stream) => placeOf(stream)?.account === account) : [];
  const rows = await rowsAt(events, account, places);
  return { row: rows.find(({ id }) => id === request), asOf };
}

async function rowsAt(reader: StreamReader, account: string, places: readonly RequestPlace[]): Promise<RequestRow[]> {
  const events = await eventsAt(reader, [...places, ...places.map(holdOf)]);
  return places.map((place) => {
    const [routed, ended] = [events.at(holdOf(place)), events.at(place)];
    const isOne = routed.type === 'RequestRouted' && isEnd(ended) && routed.data['request'] === ended.data['request'];
    if (!isOne) throw new RangeError(`The read models lead to no request in ${place.stream} at ${place.revision}`);
    return requestRow(account, routed, ended);
  });
}

const holdOf = ({ stream, revision, hold, holdStream }: RequestPlace): EventAt =>
  holdStream === undefined ? { stream, revision: revision - hold } : { stream: holdStream, revision: hold };

function placeIn({ kind, revision, more }: Entry): RequestPlace {
  const [stream, , , , , holdStream] = kind as unknown as LogKind;
  return { stream, revision, hold: more, holdStream };
}

/** The key has a chain of its own; the other filters look at the kinds of entries. */
function queryOf({ account, key, model, provider, status, from, before }: RequestLogFilter): ChainQuery {
  const matches = (kind: Kind): boolean => {
    const [, requested, answered, by, ended] = kind as unknown as LogKind;
    if (model !== undefined && model !== answered && model !== requested) return false;
    return (provider === undefined || provider === by) && (status === undefined || status === ended);
  };
  return {
    chain: key === undefined ? accountLog(account) : keyLog(account, key),
    matches,
    ...(from !== undefined && { from }),
    ...(before !== undefined && { before }),
  };
}
