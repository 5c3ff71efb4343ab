import { nextPeriod, periodOf, previousPeriod } from '#ledger';
import type { RowReader } from '#read-model';
import { readHours } from '../request-logs/hours.query.js';

/** How requests of an account for a model came out of late. */
export interface ModelAnswers {
  readonly succeeded: number;
  readonly failed: number;
  /** When the last hour began in which one succeeded, RFC 3339 UTC; null where none did. */
  readonly succeededIn: string | null;
}

const HOUR = 3_600_000;

/** By model, from the hours of the account that began within the last two; `now` is RFC 3339 UTC. */
export async function readModelAnswers(
  models: RowReader,
  { account, timeZone }: { readonly account: string; readonly timeZone: string },
  now: string,
): Promise<ReadonlyMap<string, ModelAnswers>> {
  const from = `${new Date(Date.parse(now) - 2 * HOUR).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length)}Z`;
  const current = periodOf(now, timeZone);
  const answers = new Map<string, ModelAnswers>();
  for (const period of [previousPeriod(current), current, nextPeriod(current)]) {
    for await (const { hour, groups } of readHours(models, { account, period, from })) {
      for (const { model, status, requests } of groups) {
        const { succeeded, failed, succeededIn } = answers.get(model) ?? { succeeded: 0, failed: 0, succeededIn: null };
        if (status === 'failed') answers.set(model, { succeeded, failed: failed + requests, succeededIn });
        if (status !== 'succeeded') continue;
        const start = new Date(hour).toISOString();
        const last = succeededIn !== null && succeededIn > start ? succeededIn : start;
        answers.set(model, { succeeded: succeeded + requests, failed, succeededIn: last });
      }
    }
  }
  return answers;
}
