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

/** Names what undici or the socket reported. Sources: undici "Errors"; Node.js "Common system errors". */
export function faultOf(error: unknown, phase: AttemptPhase): UpstreamFault {
  if (error instanceof UpstreamFault) return error;
  const code = codeOf(error);
  switch (code) {
    case 'UND_ERR_CONNECT_TIMEOUT':
      return new UpstreamFault('CONNECT_TIMEOUT', error);
    case 'UND_ERR_HEADERS_TIMEOUT':
      return new UpstreamFault('HEADERS_TIMEOUT', error);
    case 'UND_ERR_BODY_TIMEOUT':
      return new UpstreamFault('BODY_TIMEOUT', error);
    case 'UND_ERR_HEADERS_OVERFLOW':
      return new UpstreamFault('BAD_RESPONSE', error);
  }
  if (phase === 'connecting') return new UpstreamFault('CONNECT_FAILED', error);
  // undici's parser error has no code at times. An end within a body is an end, though the parser reports it.
  if ((error as Error | undefined)?.name === 'HTTPParserError' && code !== 'HPE_INVALID_EOF_STATE')
    return new UpstreamFault('BAD_RESPONSE', error);
  return new UpstreamFault(phase === 'waiting' ? 'UPSTREAM_CLOSED' : 'UPSTREAM_CUT', error);
}

/** Errors of Node.js and undici tell themselves apart by `code`. */
export function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
