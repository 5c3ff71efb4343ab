/** Why an answer ended, in the words of Chat Completions. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

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

/** Providers that were told which tool to call say `stop` although they called it. */
export function finishOfChat(reason: unknown, hasCalls: boolean): FinishReason {
  if (reason === 'length' || reason === 'content_filter') return reason;
  return reason === 'tool_calls' || reason === 'function_call' || hasCalls ? 'tool_calls' : 'stop';
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

/** `status` and `incomplete_details` of a response. */
export function statusOf(finish: FinishReason): {
  readonly status: string;
  readonly incomplete_details: { readonly reason: string } | null;
} {
  if (finish === 'length') return { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
  if (finish === 'content_filter') return { status: 'incomplete', incomplete_details: { reason: 'content_filter' } };
  return { status: 'completed', incomplete_details: null };
}
