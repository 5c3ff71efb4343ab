import type { PlannedAttempt } from '#ledger';
import type { AdmittedRequest } from './admitted-request.js';

/** What every answer says of its request, together with what the provider said that a client may see. */
export function answerHeaders(
  admitted: AdmittedRequest,
  target: PlannedAttempt,
  relayed: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const headers: Record<string, string> = {
    ...relayed,
    'x-tokenok-model': target.model,
    'x-tokenok-provider': target.provider,
    'x-tokenok-attempts': String(admitted.attempts.length),
  };
  if (admitted.outputLimit < admitted.plan.hold.outputTokens) headers['x-tokenok-max-tokens'] = String(admitted.outputLimit);
  return headers;
}
