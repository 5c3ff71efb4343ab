import type { FinishReason } from '../answer/answer.js';

/** Providers that were told which tool to call say `stop` although they called it. */
export function finishOfChat(reason: unknown, hasCalls: boolean): FinishReason {
  if (reason === 'length' || reason === 'content_filter') return reason;
  return reason === 'tool_calls' || reason === 'function_call' || hasCalls ? 'tool_calls' : 'stop';
}
