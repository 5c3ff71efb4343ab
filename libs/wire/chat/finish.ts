import { CHAT_ENDS, endWord, unknownFinish, type Finish } from '../meaning/endings.js';

/** Providers that were told which tool to call say `stop` although they called it. */
export function finishOfChat(reason: unknown, hasCalls: boolean): Finish {
  const meaning = endWord(CHAT_ENDS, reason);
  if (meaning === undefined || meaning === 'failed') return unknownFinish(reason);
  return meaning === 'stop' && hasCalls ? 'tool_calls' : meaning;
}

/** `finish_reason`; one that nobody knows is the provider's own word. */
export const finishReasonOf = (finish: Finish): string | null => (typeof finish === 'string' ? finish : finish.told);
