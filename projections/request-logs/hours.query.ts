import { rowsOf, type RowReader } from '#read-model';
import { requestLogs } from './request-logs.projection.js';
import { hoursOf, type HourRow } from '../hours/hours.js';

export interface HoursQuery {
  readonly account: string;
  /** The month in which the events stand, like `2026-11`. */
  readonly period: string;
  /** Only those of this key; else those of the whole account. */
  readonly key?: string;
  /** RFC 3339 UTC, whole minutes, `2026-11-10T07:15Z`: hours that begin then or later, and before. */
  readonly from?: string;
  readonly before?: string;
}

const LAST = '\uffff';

/** The hours of a month in which something ended, in order of time. */
export async function* readHours(
  models: RowReader,
  { account, period, key, from = '0', before = ':' }: HoursQuery,
): AsyncGenerator<HourRow> {
  const prefix = hoursOf(account, period) + (key === undefined ? '' : `${key}/`);
  const bounds = { from: prefix + from, before: prefix + before + (before === ':' ? LAST : '') };
  for await (const row of rowsOf(models, requestLogs).iterate({ index: 'key', ...bounds })) yield row as HourRow;
}
