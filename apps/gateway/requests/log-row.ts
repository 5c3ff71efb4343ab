import type { RequestRow } from '#projections';

/** A row of the log of requests, as lists and tails show it. */
export function logRow(row: RequestRow): object {
  const { id, time, started_at, status, outcome, reason, model, requested_model, provider, attempts, usage, charge, currency } = row;
  return {
    id,
    time,
    started_at,
    status,
    outcome,
    reason,
    model,
    requested_model,
    provider,
    attempts: attempts.length,
    finish: row.finish,
    finish_told: row.finish_told,
    usage,
    service_tier: row.service_tier,
    unpriced: row.unpriced,
    charge,
    currency,
    latency_ms: row.latency_ms,
    first_byte_ms: row.first_byte_ms,
    key_id: row.key,
  };
}
