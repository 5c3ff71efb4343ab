import type { RequestRow } from '#projections';

/** One call of a provider, on the clock of its request, which begins with its arrival. */
export interface ReceiptAttempt {
  readonly provider: string;
  /** Null where the plan does not name the target. */
  readonly model: string | null;
  readonly upstream_model: string;
  readonly outcome: 'answered' | 'failed';
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  readonly error_code: string | null;
  /** Until the answer was read, or its stream was open. */
  readonly latency_ms: number;
  readonly started_ms: number;
  /** Of a stream that was relayed. */
  readonly first_token_ms: number | null;
  readonly ended_ms: number;
}

export interface SkippedTarget {
  readonly provider: string;
  readonly model: string;
  /** `not_tried`: a failure before it was no reason to ask another one, or nobody waited any more. */
  readonly reason: 'answered_before' | 'not_tried';
}

/**
 * Events tell how long each attempt took, and when the stream of the last was open or the whole was over. One follows the other, so that their beginnings
 * are counted back from there; what lies before the first is reading, planning and the hold.
 */
export function attemptsOf(row: RequestRow): ReceiptAttempt[] {
  const { attempts, plan, first_byte_ms: firstByteMs, latency_ms: wholeMs } = row;
  const isAnswered = row.formula !== null;
  const told: ReceiptAttempt[] = [];
  let endMs = firstByteMs ?? wholeMs;
  for (const [index, { provider, upstream_model, status, latency_ms, error }] of [...attempts.entries()].reverse()) {
    const isLast = index === attempts.length - 1;
    const startedMs = Math.max(0, endMs - latency_ms);
    told.unshift({
      provider,
      model: plan.find((target) => target.provider === provider && target.upstream_model === upstream_model)?.model ?? null,
      upstream_model,
      outcome: isLast && isAnswered ? 'answered' : 'failed',
      status,
      error_code: error ?? null,
      latency_ms,
      started_ms: startedMs,
      first_token_ms: isLast ? firstByteMs : null,
      ended_ms: isLast ? wholeMs : endMs,
    });
    endMs = startedMs;
  }
  return told;
}

export function skippedIn({ attempts, plan, formula }: RequestRow): SkippedTarget[] {
  const isAsked = ({ provider, upstream_model }: RequestRow['plan'][number]): boolean =>
    attempts.some((attempt) => attempt.provider === provider && attempt.upstream_model === upstream_model);
  const reason = formula === null ? 'not_tried' : 'answered_before';
  return plan.filter((target) => !isAsked(target)).map(({ provider, model }) => ({ provider, model, reason }));
}
