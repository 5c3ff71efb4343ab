import type { PlannedAttempt } from '#ledger';
import { isAnthropic } from '#routing';
import { droppedNames } from '#wire';
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
  if (dropped.length > 0) headers['x-tokenok-dropped'] = droppedNames(dropped);
  const { tokens, by } = outputLimit;
  if (by !== undefined && by !== 'client') headers['x-tokenok-max-tokens'] = String(tokens);
  return headers;
}
