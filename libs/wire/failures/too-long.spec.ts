import { tooLongForMessages, tooLongIn } from './too-long.js';

const told = (message: string): string | undefined => {
  const tooLong = tooLongIn(message);
  return tooLong && tooLongForMessages(tooLong, message);
};

/** As they were reported in public, by who says so. */
const SAID = [
  ['Anthropic', 'prompt is too long: 213462 tokens > 200000 maximum', ''],
  ['OpenAI', 'Your input exceeds the context window of this model. Please adjust your input and try again.', 'prompt is too long: '],
  [
    'OpenAI before',
    "This model's maximum context length is 8192 tokens. However, your messages resulted in 8545 tokens. Please reduce the length of the messages.",
    'prompt is too long: 8545 tokens > 8192 maximum. ',
  ],
  [
    'DeepSeek',
    "This model's maximum context length is 131072 tokens. However, you requested 200000 tokens (190000 in the messages, 10000 in the completion).",
    'prompt is too long: 190000 tokens > 131072 maximum. ',
  ],
  [
    'SGLang',
    "Requested token count exceeds the model's maximum context length of 262144 tokens. You requested a total of 262462 tokens: 230462 tokens from the input messages and 32000 tokens for the completion.",
    'prompt is too long: input length and `max_tokens` exceed context limit: 230462 + 32000 > 262144. ',
  ],
  [
    'vLLM',
    "'max_tokens' or 'max_completion_tokens' is too large: 2000. This model's maximum context length is 4096 tokens and your request has 2104 input tokens (2000 > 4096 - 2104).",
    'prompt is too long: ',
  ],
  [
    'Google',
    'The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).',
    'prompt is too long: 1196265 tokens > 1048575 maximum. ',
  ],
  [
    'xAI',
    "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
    'prompt is too long: 537812 tokens > 131072 maximum. ',
  ],
  ['Groq', 'Please reduce the length of the messages or completion.', 'prompt is too long: '],
  ['llama.cpp', 'the request exceeds the available context size. try increasing the context size', 'prompt is too long: '],
  ['Amazon Bedrock', 'Input is too long for requested model.', 'prompt is too long: '],
  ['LM Studio', 'The number of tokens to keep from the initial prompt is greater than the context length.', 'prompt is too long: '],
  ['MiniMax', 'invalid params, context window exceeds limit', 'prompt is too long: '],
  ['Moonshot', 'Invalid request: Your request exceeded model token limit: 262144 (requested: 291351)', 'prompt is too long: '],
  ['Alibaba', 'Range of input length should be [1, 129024]', 'prompt is too long: '],
  ['Together', 'Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4097', 'prompt is too long: '],
  ['Ollama', 'prompt too long; exceeded max context length by 4 tokens', 'prompt is too long: '],
] as const;

describe('a request that does not fit into the context', () => {
  it.each(SAID)('is known by the words of %s, and said as the clients of Messages look for it', (_house, message, before) =>
    expect(told(message)?.startsWith(before + (message.startsWith('prompt is') ? 'prompt' : '')) && told(message)?.endsWith(message)).toBe(
      true,
    ),
  );

  it('keeps the form by which a client lowers its output limit', () =>
    expect(told('input length and `max_tokens` exceed context limit: 190000 + 32000 > 200000, decrease input length')).toContain(
      'input length and `max_tokens` exceed context limit: 190000 + 32000 > 200000',
    ));

  it('is known by its code alone', () => expect(tooLongIn('No', 'context_length_exceeded')).toBeDefined());

  it.each([
    'max_tokens: 50000 > 32000, which is the maximum allowed number of output tokens for this model',
    'Rate limit reached for model on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000.',
    'Unknown name "foo": Cannot find field.',
    'messages.0.content: Field required',
    "Invalid 'stop': array too long. Expected an array with maximum length 4",
    'stop_sequences: too long',
  ])('is not what %j says', (message) => expect(told(message)).toBeUndefined());
});
