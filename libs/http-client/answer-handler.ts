import type { IncomingHttpHeaders } from 'node:http';

/** The connection of one request, for whoever reads its answer. */
export interface AnswerControl {
  readonly paused: boolean;
  /** Nothing more is told; of what came already, too. */
  pause(): void;
  /** What came already is told at once. */
  resume(): void;
  /** Closes the connection; the handler hears the reason at once, if it has not heard of an end. */
  abort(reason: Error): void;
}

/**
 * Who hears of one request, in this order: its start, informational answers, the head of its answer, its data, its end. An error ends it at any point. Named as
 * undici names it, so that one handler serves both.
 */
export interface AnswerHandler {
  /** A connection is open. Who aborts here has sent nothing. */
  onRequestStart(control: AnswerControl, context: undefined): void;
  /** A status below 200: another one follows. Names of headers in lower case; what comes twice is joined by commas. */
  onResponseStart(control: AnswerControl, status: number, headers: IncomingHttpHeaders): void;
  /** The bytes are the handler's own. */
  onResponseData(control: AnswerControl, bytes: Buffer): void;
  onResponseEnd(control: AnswerControl, trailers: IncomingHttpHeaders): void;
  onResponseError(control: AnswerControl | undefined, error: Error): void;
}
