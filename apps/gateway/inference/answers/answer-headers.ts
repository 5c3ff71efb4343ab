import type { PlannedAttempt } from '#ledger';
import { isAnthropic } from '#routing';
import type { Exchange } from '../exchange/exchange.js';

interface Told {
  readonly target: PlannedAttempt;
  readonly dropped?: readonly string[];
  readonly response?: { readonly headers: Readonly<Record<string, string>> } | undefined;
}

/** What every answer says of its request beside what stands on all of them, together with what the provider said that a client may see. */
export function answerHeaders(
  { id, request, attempts, outputLimit }: Exchange,
  { target, dropped = [], response }: Told,
): Record<string, string> {
  const headers: Record<string, string> = {
    ...response?.headers,
    'x-request-id': id,
    'x-tokenok-model': target.model,
    'x-tokenok-provider': target.provider,
    'x-tokenok-attempts': String(attempts.length),
  };
  if (isAnthropic(request.api)) headers['request-id'] = id;
  if (dropped.length > 0) headers['x-tokenok-dropped'] = namesIn(dropped);
  const { tokens, by } = outputLimit;
  if (by !== undefined && by !== 'client') headers['x-tokenok-max-tokens'] = String(tokens);
  return headers;
}

const MOST_NAME_CHARS = 64;
/** All headers of an answer together: some clients take 16 KiB of them. */
const MOST_NAMES = 50;

function namesIn(dropped: readonly string[]): string {
  const names = dropped.slice(0, MOST_NAMES).map(headerSafe);
  if (dropped.length > MOST_NAMES) names.push(`${dropped.length - MOST_NAMES} more`);
  return names.join(', ');
}

/** Names of fields are the client's own: what a header cannot hold is left out of them. */
function headerSafe(name: string): string {
  return name.replace(/[^\w.[\]-]/g, '').slice(0, MOST_NAME_CHARS);
}
