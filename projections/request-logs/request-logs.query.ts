import type { Position } from '#event-store';
import { rowsOf, type PageQuery, type RowReader, type TypedPage } from '#read-model';
import { requestLogs, type RequestRow } from './request-logs.projection.js';

export interface RequestLogFilter {
  readonly account: string;
  /** Only requests of this key of the account. */
  readonly key?: string;
  /** RFC 3339 UTC: the first moment is included, the last is not. */
  readonly from?: string;
  readonly before?: string;
}

/** Newest first, by the time a request ended; open requests are not in it. */
export async function readRequestLogs(
  models: RowReader,
  filter: RequestLogFilter & Pick<PageQuery, 'limit' | 'cursor'>,
): Promise<TypedPage<RequestRow>> {
  const { limit, cursor } = filter;
  const page = await rowsOf(models, requestLogs).find({ ...queryOf(filter), limit, ...(cursor !== undefined && { cursor }) });
  return { ...page, rows: page.rows.filter((row) => isVisible(row, filter)) };
}

/** All of them, for CSV. */
export async function* allRequestLogs(models: RowReader, filter: RequestLogFilter): AsyncGenerator<RequestRow> {
  for await (const row of rowsOf(models, requestLogs).iterate(queryOf(filter))) if (isVisible(row, filter)) yield row;
}

/** The receipt; undefined while the request is open, and for requests of others. */
export async function readReceipt(
  models: RowReader,
  account: string,
  request: string,
): Promise<{ readonly row: RequestRow | undefined; readonly asOf: Position }> {
  const { row, asOf } = await rowsOf(models, requestLogs).get(request);
  return { row: row && isVisible(row, { account }) ? row : undefined, asOf };
}

/** An index on the key serves the filter; that the key is the account's own is checked on each row. */
function queryOf({ account, key, from, before }: RequestLogFilter) {
  const index = key === undefined ? { index: 'by_account', equals: [account] } : { index: 'by_key', equals: [key] };
  return { ...index, order: 'descending' as const, ...(from !== undefined && { from }), ...(before !== undefined && { before }) };
}

function isVisible(row: object, { account }: { readonly account: string }): row is RequestRow {
  return 'time' in row && 'account' in row && row.account === account;
}
