import { HttpFault } from '#http-client';
import type { AttemptFault } from '#routing';

/** An attempt that ended without a whole answer. `code` says how; the cause keeps what the HTTP client said. */
export class UpstreamFault extends Error {
  constructor(
    readonly code: AttemptFault,
    cause?: unknown,
  ) {
    super(MEANING[code], { cause });
  }
}

const MEANING: Readonly<Record<AttemptFault, string>> = {
  CONNECT_FAILED: 'No connection to the provider',
  CONNECT_TIMEOUT: 'The provider did not accept a connection in time',
  HEADERS_TIMEOUT: 'The provider did not begin to answer in time',
  BODY_TIMEOUT: 'The provider fell silent within its answer',
  UPSTREAM_CLOSED: 'The provider closed the connection before it answered',
  UPSTREAM_CUT: 'The provider broke off within its answer',
  BAD_RESPONSE: 'The provider answered with something that is no HTTP, or in an encoding that is not known',
  BODY_TOO_LARGE: 'The answer of the provider is too large',
  DEADLINE: 'The deadline of the request has passed',
  ABORTED: 'The request was given up',
};

/** How far an attempt had come when it broke. */
export type AttemptPhase = 'connecting' | 'waiting' | 'reading';

/** What the HTTP client tells at whatever point. */
const TOLD: Readonly<Partial<Record<HttpFault['code'], AttemptFault>>> = {
  CONNECT_TIMEOUT: 'CONNECT_TIMEOUT',
  NO_HTTP: 'BAD_RESPONSE',
  HEAD_TOO_LARGE: 'BAD_RESPONSE',
  FRAMING_WITHOUT_END: 'BAD_RESPONSE',
};

/** Names what the HTTP client or the socket reported. */
export function faultOf(error: unknown, phase: AttemptPhase): UpstreamFault {
  if (error instanceof UpstreamFault) return error;
  const told = error instanceof HttpFault ? TOLD[error.code] : undefined;
  if (told !== undefined) return new UpstreamFault(told, error);
  if (phase === 'connecting') return new UpstreamFault('CONNECT_FAILED', error);
  return new UpstreamFault(phase === 'waiting' ? 'UPSTREAM_CLOSED' : 'UPSTREAM_CUT', error);
}
