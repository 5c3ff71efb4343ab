import { rowsOf, type RowReader } from '#read-model';
import { claims, type ClaimRow } from './claims.projection.js';

/** Oldest first. */
export function openClaims(models: RowReader): AsyncIterable<ClaimRow> {
  return rowsOf(models, claims).iterate({ index: 'by_status', equals: ['open'] });
}

export function contradictedPayments(models: RowReader): AsyncIterable<ClaimRow> {
  return rowsOf(models, claims).iterate({ index: 'by_status', equals: ['contradicted'], order: 'descending' });
}
