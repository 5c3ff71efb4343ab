const MEANING = {
  CONNECT_TIMEOUT: 'No connection in time',
  CLOSED: 'The other side closed the connection before it answered',
  CUT: 'The other side closed the connection within its answer',
  NO_HTTP: 'The answer is no HTTP/1.1',
  HEAD_TOO_LARGE: 'The head or the trailers of the answer are too large',
  FRAMING_WITHOUT_END: 'More stands around the data of the answer than any needs',
  BAD_REQUEST: 'The request cannot be written as HTTP/1.1',
  CLIENT_CLOSED: 'The client was closed',
} as const;

/** Why a request has no whole answer; whatever else is told is the socket's own error. */
export class HttpFault extends Error {
  constructor(
    readonly code: keyof typeof MEANING,
    detail?: string,
  ) {
    super(detail === undefined ? MEANING[code] : `${MEANING[code]}: ${detail}`);
  }
}
