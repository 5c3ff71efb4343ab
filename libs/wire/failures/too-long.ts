/**
 * What providers say where the input, or input and output together, does not fit into the context. Sources: the errors of Anthropic, OpenAI, vLLM, SGLang, Google, xAI, Groq,
 * Mistral, Amazon Bedrock, llama.cpp, LM Studio, MiniMax, Moonshot, Together and Ollama, as reported in public.
 */
const SAID: readonly RegExp[] = [
  /context[_ ]length[_ ]exceeded|exceed_context_size|model_max_prompt_tokens_exceeded|context_window_exceeded/i,
  /(?:prompt|input|request|conversation|messages?) (?:is|are) too (?:long|large) for (?:the |this |requested )?(?:model|context)/i,
  /prompt (?:is )?too long/i,
  /input is too long for requested model/i,
  /maximum context (?:length|window)|max(?:imum)?[_ ]?(?:model|prompt|context|input)[_ ]?len(?:gth)?\b|max context window/i,
  /exceed(?:s|ed|ing)? (?:the |this |its )?(?:model'?s? )?(?:maximum |available |max )?context/i,
  /context (?:length|window|size|limit)[^.]{0,60}(?:exceed|too (?:small|short)|overflow)/i,
  /(?:exceed|larger than|longer than|greater than|more than)[^.]{0,60}context (?:length|window|size|limit)/i,
  /input token count[^.]{0,40} exceeds the maximum/i,
  /input length and `?max_tokens`? exceed/i,
  /exceeded model token limit/i,
  /reduce the length of (?:the |your )?(?:messages|prompt|input)/i,
  /(?:prompt|input)[^.]{0,40} exceeds? (?:the )?(?:max|limit)/i,
  /range of input length should be/i,
  /`?inputs`? tokens \+ `?max_new_tokens`? must be/i,
];

/** Nothing that says so is longer. */
const MOST_CHARS = 4_096;

/** How much was asked for, as far as it was told. */
export interface TooLong {
  readonly input: number | undefined;
  readonly output: number | undefined;
  readonly limit: number | undefined;
}

/** Undefined: it is about something else. */
export function tooLongIn(...texts: readonly (string | null)[]): TooLong | undefined {
  const told = texts.filter((text) => text !== null).map((text) => text.slice(0, MOST_CHARS));
  if (!told.some((text) => SAID.some((pattern) => pattern.test(text)))) return undefined;
  return countsIn(told.join(' '));
}

const LIMIT = [
  /maximum (?:context|prompt|input|model)[a-z ]*(?:length|window|size)?[^\d.]{0,40}?(\d[\d,]*)/i,
  /(?:limit|maximum|max context window|context size|context window|context length)(?: number of tokens allowed)?(?: of| is|:)?[^\d.]{0,12}(\d[\d,]*)/i,
  /> ?(\d[\d,]*)/,
];
const INPUT = [
  /your request has (\d[\d,]*) input/i,
  /(\d[\d,]*) (?:tokens )?(?:from|in|of) (?:the |your )?(?:input|messages|prompt)/i,
  /(?:request has|contains|messages resulted in|resulted in|prompt has|prompt contains|input token count)[^\d.]{0,20}(\d[\d,]*)/i,
  /(\d[\d,]*) (?:input|prompt) tokens/i,
  /prompt (?:is )?too long:? (\d[\d,]*)/i,
  /exceed context limit: (\d[\d,]*) \+/i,
  /you requested (?:about |a total of )?(\d[\d,]*)/i,
  /requested tokens \((\d[\d,]*)\)/i,
  /(\d[\d,]*) tokens/i,
];
const OUTPUT = [
  /`?max_(?:completion_)?tokens`? is too large: (\d[\d,]*)/i,
  /(\d[\d,]*) (?:tokens )?(?:for|in|of) (?:the |your )?(?:completion|output)/i,
  /exceed context limit: \d[\d,]* \+ (\d[\d,]*)/i,
  /(\d[\d,]*) (?:output|completion) tokens/i,
];

function countsIn(text: string): TooLong {
  const limit = firstOf(LIMIT, text);
  const input = firstOf(INPUT, text);
  return { input: input === limit ? undefined : input, output: firstOf(OUTPUT, text), limit };
}

function firstOf(patterns: readonly RegExp[], text: string): number | undefined {
  for (const pattern of patterns) {
    const count = Number(pattern.exec(text)?.[1]?.replaceAll(',', ''));
    if (Number.isSafeInteger(count) && count > 0) return count;
  }
  return undefined;
}

/**
 * As Anthropic says it, which is what its clients look for: they compact the conversation, and where input and output are told they try again with a smaller output.
 * Source: Anthropic, "Errors" and "Context windows"; musistudio/claude-code-router#1799.
 */
export function tooLongForMessages({ input, output, limit }: TooLong, message: string): string {
  if (/prompt is too long/i.test(message)) return message;
  if (/input length and `max_tokens` exceed context limit/.test(message)) return `prompt is too long: ${message}`;
  if (input === undefined || limit === undefined) return `prompt is too long: ${message}`;
  if (output !== undefined && input <= limit && input + output > limit)
    return `prompt is too long: input length and \`max_tokens\` exceed context limit: ${input} + ${output} > ${limit}. ${message}`;
  return input > limit ? `prompt is too long: ${input} tokens > ${limit} maximum. ${message}` : `prompt is too long: ${message}`;
}
