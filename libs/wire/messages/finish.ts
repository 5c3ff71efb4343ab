import { MESSAGES_ENDS, endWord, unknownFinish, type Finish, type FinishReason } from '../meaning/endings.js';

export function finishOfMessages(reason: unknown): Finish {
  const meaning = endWord(MESSAGES_ENDS, reason);
  return meaning === undefined || meaning === 'failed' ? unknownFinish(reason) : meaning;
}

const TO_MESSAGES: Readonly<Record<FinishReason, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  tool_calls: 'tool_use',
  content_filter: 'refusal',
};

/** One that nobody knows is the provider's own word; null, as the dialect has it of a message that has not ended, where it gave none. */
export function stopReasonOf(finish: Finish, stopSequence: string | null): string | null {
  if (typeof finish !== 'string') return finish.told;
  return stopSequence === null ? TO_MESSAGES[finish] : 'stop_sequence';
}
