/** Why an answer ended, in the words of Chat Completions. */
export type FinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

/** A reason that is in no table, in its provider's own word; null where it gave none. It goes on as it was told: no client may take it for an end that it knows. */
export interface UnknownFinish {
  readonly told: string | null;
}

export type Finish = FinishReason | UnknownFinish;

/** What a provider's word for the end of an answer means; `failed`: there is no answer, whatever came of it. */
export type EndWord = FinishReason | 'failed';

export type EndWords = ReadonlyMap<unknown, EndWord>;

/** How an answer ended, as far as its provider's words say. Only what stands in its dialect's table has `finished`. */
export interface Ending {
  /** `incomplete`: only a response of Responses says that of itself. `unknown`: in a word that is in no table, or in none at all. */
  readonly kind: 'finished' | 'incomplete' | 'failed' | 'unknown';
  readonly isAtLimit: boolean;
  /** What was told instead of what is known; absent where that is nothing. */
  readonly told?: string;
}

export const FINISHED: Ending = { kind: 'finished', isAtLimit: false };
export const UNTOLD: Ending = { kind: 'unknown', isAtLimit: false };
const AT_LIMIT: Ending = { kind: 'finished', isAtLimit: true };

/**
 * Names that providers have for what the dialects say: several of them speak one that is not theirs, and keep their own words in it. Each row has its source; what is in
 * none of them is unknown.
 */
const PROVIDERS: readonly (readonly [meaning: EndWord, words: readonly string[], source: string])[] = [
  ['length', ['model_length'], 'Mistral, API reference, "Chat Completion": finish_reason'],
  ['failed', ['error'], 'Mistral, as before; OpenRouter, API reference, "finish_reason"; vLLM, FinishReason'],
  ['failed', ['insufficient_system_resource'], 'DeepSeek, API reference, "Create Chat Completion"'],
  ['content_filter', ['sensitive'], 'Zhipu, API reference, "Chat Completions": finish_reason'],
  ['failed', ['network_error'], 'Zhipu, as before'],
  ['failed', ['abort'], 'vLLM, FinishReason; SGLang, FINISH_ABORT'],
  ['stop', ['eos'], 'Together, API reference, "Create chat completion"'],
  ['stop', ['eos_token'], 'Hugging Face, Text Generation Inference, FinishReason'],
  ['stop', ['STOP'], 'Google, Gemini API, "FinishReason"'],
  ['length', ['MAX_TOKENS'], 'Google, as before'],
  [
    'content_filter',
    ['SAFETY', 'RECITATION', 'LANGUAGE', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY', 'IMAGE_PROHIBITED_CONTENT'],
    'Google, as before',
  ],
  ['failed', ['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'MISSING_THOUGHT_SIGNATURE', 'MALFORMED_RESPONSE'], 'Google, as before'],
  ['stop', ['COMPLETE', 'STOP_SEQUENCE'], 'Cohere, API reference, "Chat": finish_reason'],
  ['tool_calls', ['TOOL_CALL'], 'Cohere, as before'],
  ['failed', ['ERROR', 'TIMEOUT'], 'Cohere, as before'],
  ['content_filter', ['guardrail_intervened', 'content_filtered'], 'AWS, Bedrock, "Converse": stopReason'],
];

/** Source: OpenAI, "The chat completion object", "The completion object". */
const OPENAI: readonly (readonly [EndWord, readonly string[]])[] = [
  ['stop', ['stop']],
  ['length', ['length']],
  ['tool_calls', ['tool_calls', 'function_call']],
  ['content_filter', ['content_filter']],
];

/** Source: the SDK's `BetaStopReason`. */
const ANTHROPIC: readonly (readonly [EndWord, readonly string[]])[] = [
  ['stop', ['end_turn', 'stop_sequence', 'pause_turn', 'compaction']],
  ['length', ['max_tokens', 'model_context_window_exceeded']],
  ['tool_calls', ['tool_use']],
  ['content_filter', ['refusal']],
];

/** A gateway at the other end may have left the other dialect's words as they were: they mean there what they mean. */
const KNOWN: EndWords = new Map<unknown, EndWord>(
  [...PROVIDERS, ...OPENAI, ...ANTHROPIC].flatMap(([meaning, words]) => words.map((word) => [word, meaning] as const)),
);

/** `finish_reason` of Chat Completions and Completions. */
export const CHAT_ENDS = KNOWN;
/** `stop_reason` of Messages. */
export const MESSAGES_ENDS = KNOWN;

/** HTTP statuses of failures, which some put where the reason stands. */
const isFailureStatus = (word: unknown): boolean => typeof word === 'number' && word >= 400 && word < 600;

/** Undefined: the word is in no table. */
export function endWord(table: EndWords, word: unknown): EndWord | undefined {
  return table.get(word) ?? (isFailureStatus(word) ? 'failed' : undefined);
}

/** Null and an empty text are no reason: nothing has ended yet, or nobody has said why. */
export const isToldEnd = (word: unknown): boolean => word != null && word !== '';

const TOLD_CHARS = 64;

/** As it stands in events and receipts. */
export function asTold(word: unknown): string {
  const text = typeof word === 'string' ? word : (JSON.stringify(word) ?? '');
  return text.slice(0, TOLD_CHARS);
}

export function unknownFinish(word: unknown): UnknownFinish {
  return { told: isToldEnd(word) ? asTold(word) : null };
}

/** All choices of an answer together: one that failed or is unknown makes it that. */
export function endingOf(table: EndWords, words: readonly unknown[]): Ending {
  if (words.length === 1) return endingBy(table, words[0]);
  let worst: Ending | undefined;
  for (const word of words) {
    const ending = endingBy(table, word);
    if (!worst || BADNESS[ending.kind] > BADNESS[worst.kind])
      worst = { ...ending, isAtLimit: ending.isAtLimit || worst?.isAtLimit === true };
    else if (ending.isAtLimit) worst = { ...worst, isAtLimit: true };
  }
  return worst ?? UNTOLD;
}

const BADNESS: Readonly<Record<Ending['kind'], number>> = { finished: 0, incomplete: 1, unknown: 2, failed: 3 };

/** The worse of two, in this order: finished, incomplete, unknown, failed. */
export const worse = (one: Ending, other: Ending): Ending => (BADNESS[other.kind] > BADNESS[one.kind] ? other : one);

function endingBy(table: EndWords, word: unknown): Ending {
  const meaning = endWord(table, word);
  if (meaning === 'length') return AT_LIMIT;
  if (meaning === 'failed') return { kind: 'failed', isAtLimit: false, told: asTold(word) };
  if (meaning !== undefined) return FINISHED;
  return isToldEnd(word) ? { kind: 'unknown', isAtLimit: false, told: asTold(word) } : UNTOLD;
}

/** What has come besides is no such answer as the dialect knows, by the names of what is not known of it. */
export function withUnknown(ending: Ending, names: readonly string[]): Ending {
  const [first] = names;
  if (first === undefined || ending.kind === 'failed' || ending.told !== undefined) return ending;
  return { ...ending, kind: 'unknown', told: first.slice(0, TOLD_CHARS) };
}
