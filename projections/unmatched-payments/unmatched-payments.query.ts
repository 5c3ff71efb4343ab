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

/** Those of which something is sealed under a key of their own: `id` is what the vault calls them. None where no rows are built yet. */
export async function* unmatchedWithKeys(models: RowReader): AsyncGenerator<Pick<UnmatchedPaymentRow, 'id' | 'time'>> {
  if ((await models.checkpoint(unmatchedPayments)) === undefined) return;
  for await (const { id, time, reports } of rowsOf(models, unmatchedPayments).iterate({ index: 'key' }))
    if (reports.some(({ facts }) => facts.startsWith(`v1.${id}.`))) yield { id, time };
}

/** Of the payments that were assigned to this customer: the keys under which alone their facts stand. */
export async function* unmatchedKeysOf(models: RowReader, customer: string): AsyncGenerator<string> {
  if ((await models.checkpoint(unmatchedPayments)) === undefined) return;
  for await (const { id, assigned, reports } of rowsOf(models, unmatchedPayments).iterate({ index: 'by_status', equals: ['assigned'] }))
    if (assigned?.customer === customer && reports.some(({ facts }) => facts.startsWith(`v1.${id}.`))) yield id;
}
