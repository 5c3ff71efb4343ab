import type { SseFields } from '../sse/frames.js';
import type { StreamFacts } from '../sse/stream-facts.js';
import type { AnswerEnd, AnswerEvent } from './answer.js';

/** Reads the stream of a provider, frame by frame, as the events of an answer, whatever dialect the client speaks. */
export interface StreamReader {
  readonly facts: StreamFacts;
  read(fields: SseFields): readonly AnswerEvent[];
  /** What was begun is over: the answer is whole. */
  finish(): readonly AnswerEvent[];
  /** To be asked for once the state is `done`. */
  readonly answerEnd: AnswerEnd;
}
