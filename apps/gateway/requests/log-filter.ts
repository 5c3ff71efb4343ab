import type { RequestRow, RequestStatus } from '#projections';

export const STATUSES: readonly RequestStatus[] = ['succeeded', 'failed', 'cancelled', 'abandoned'];

/** What the log of requests is narrowed by, whether it is listed, added up or followed. */
export interface LogFilter {
  readonly key?: string;
  readonly model?: string;
  readonly provider?: string;
  readonly status?: RequestStatus;
  readonly from?: string;
  readonly before?: string;
}

/** As the list decides it. */
export function isMeant({ key, model, provider, status, from, before }: LogFilter, row: RequestRow): boolean {
  return (
    (key === undefined || key === row.key) &&
    (model === undefined || model === row.model || model === row.requested_model) &&
    (provider === undefined || provider === row.provider) &&
    (status === undefined || status === row.status) &&
    (from === undefined || row.time >= from) &&
    (before === undefined || row.time < before)
  );
}
