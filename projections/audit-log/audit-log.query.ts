import { rowsOf, type RowReader, type TypedPage } from '#read-model';
import { auditLog, type AuditRow } from './audit-log.projection.js';

export interface AuditQuery {
  /** Only what this admin did: `admin:adm_…`. */
  readonly actor?: string;
  readonly limit: number;
  readonly cursor?: string;
}

/** Newest first. */
export function readAuditLog(models: RowReader, { actor, ...page }: AuditQuery): Promise<TypedPage<AuditRow>> {
  const index = actor === undefined ? { index: 'by_time', equals: ['all'] } : { index: 'by_actor', equals: [actor] };
  return rowsOf(models, auditLog).find({ ...index, order: 'descending', ...page });
}
