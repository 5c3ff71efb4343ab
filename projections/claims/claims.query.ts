import { rowsOf, type PageQuery, type RowReader, type TypedPage } from '#read-model';
import { claims, type ClaimRow } from './claims.projection.js';

/** Oldest first. */
export function openClaims(models: RowReader): AsyncIterable<ClaimRow> {
  return rowsOf(models, claims).iterate({ index: 'by_status', equals: ['open'] });
}

/** Newest first. */
export function contradictedPayments(models: RowReader, page: Pick<PageQuery, 'limit' | 'cursor'>): Promise<TypedPage<ClaimRow>> {
  return rowsOf(models, claims).find({ ...page, index: 'by_status', equals: ['contradicted'], order: 'descending' });
}
