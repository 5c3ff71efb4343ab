import type { FinishReason } from '../answer/answer.js';

/** Source: the SDK's `StopReason`. A reason that is new to us ends the answer all the same. */
const OF_MESSAGES: Readonly<Record<string, FinishReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
};

export function finishOfMessages(reason: unknown): FinishReason {
  return (typeof reason === 'string' ? OF_MESSAGES[reason] : undefined) ?? 'stop';
}

const TO_MESSAGES: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
};

export function stopReasonOf(finish: FinishReason, stopSequence: string | null): string {
  return stopSequence === null ? TO_MESSAGES[finish] : 'stop_sequence';
}
