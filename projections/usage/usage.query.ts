import { rowsOf, type RowReader, type TypedPage } from '#read-model';
import { usage, type UsageRow } from './usage.projection.js';

export interface UsageQuery {
  readonly account: string;
  /** Days as `2026-11-23`: the first is included, the last is not. */
  readonly from?: string;
  readonly before?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Newest day first. Rows of the running day still grow. */
export function readUsage(models: RowReader, { account, ...page }: UsageQuery): Promise<TypedPage<UsageRow>> {
  return rowsOf(models, usage).find({ index: 'by_day', equals: [account], order: 'descending', ...page });
}
