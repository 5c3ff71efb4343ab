import type { UpstreamError } from '../common/upstream-error.js';
import type { InputUsage, Usage } from '../common/usage.js';
import type { SseFields } from '../sse/frames.js';
import type { StreamState } from '../sse/stream-relay.js';
import type { AnswerEnd, AnswerEvent } from './answer.js';

/** Understands the stream of a provider, frame by frame, whatever dialect the client speaks. */
export interface StreamReader {
  readonly state: StreamState;
  read(fields: SseFields): readonly AnswerEvent[];
  /** To be asked for once the state is `done`. */
  readonly answerEnd: AnswerEnd;
  readonly usage: Usage | undefined;
  readonly inputTold: InputUsage | undefined;
  readonly unpriced: readonly string[];
  readonly finishReasons: readonly string[];
  readonly serviceTier: string | undefined;
  readonly error: UpstreamError | undefined;
}
