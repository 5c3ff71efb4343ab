import { rowsOf, type PageQuery, type RowReader, type TypedPage } from '#read-model';
import { unmatchedPayments, type UnmatchedPaymentRow } from './unmatched-payments.projection.js';

/** Those that nobody has assigned yet, newest first. */
export function listUnmatched(models: RowReader, page: Pick<PageQuery, 'limit' | 'cursor'>): Promise<TypedPage<UnmatchedPaymentRow>> {
  return rowsOf(models, unmatchedPayments).find({ ...page, index: 'by_status', equals: ['unmatched'], order: 'descending' });
}

/** Assigned or not. */
export async function findUnmatched(models: RowReader, id: string): Promise<UnmatchedPaymentRow | undefined> {
  return (await rowsOf(models, unmatchedPayments).get(id)).row;
}
