import { UPSTREAM_ANSWER, UPSTREAM_MODEL } from './payload.js';
import type { Protocol } from './payload.js';

/** Every answer of the bench's provider uses as many tokens as the one of the plain bench, so that each costs the same (`CHARGE_NANOS`). */
const INPUT_TOKENS = 50;
const OUTPUT_TOKENS = 30;

/** In the first delta, so that a client knows the first token in any dialect. */
export const FIRST_TOKEN = 'Certainly';

export interface StreamedAnswer {
  /** What opens the answer, with its first token. */
  readonly first: string;
  readonly deltas: readonly string[];
  /** What closes it: finish reason, usage, terminal marker. */
  readonly end: readonly string[];
}

export function streamedAnswer(protocol: Protocol, deltas: number): StreamedAnswer {
  return protocol === 'openai' ? chatStream(deltas) : messagesStream(deltas);
}

/** https://platform.openai.com/docs/api-reference/chat-streaming */
function chatStream(deltas: number): StreamedAnswer {
  const chunk = (delta: object, finish: string | null = null) =>
    data({ ...CHUNK, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }], usage: null });
  const usage = {
    prompt_tokens: INPUT_TOKENS,
    completion_tokens: OUTPUT_TOKENS,
    total_tokens: INPUT_TOKENS + OUTPUT_TOKENS,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
  return {
    first: chunk({ role: 'assistant', content: '', refusal: null }) + chunk({ content: FIRST_TOKEN }),
    deltas: words(deltas).map((content) => chunk({ content })),
    end: [chunk({}, 'stop'), data({ ...CHUNK, choices: [], usage }), 'data: [DONE]\n\n'],
  };
}

const CHUNK = {
  id: 'chatcmpl-bench',
  object: 'chat.completion.chunk',
  created: 1767225600,
  model: UPSTREAM_MODEL,
  service_tier: 'default',
  system_fingerprint: 'fp_bench',
};

/** https://docs.anthropic.com/en/docs/build-with-claude/streaming */
function messagesStream(deltas: number): StreamedAnswer {
  const message = { ...MESSAGE, content: [], stop_reason: null, usage: { input_tokens: INPUT_TOKENS, output_tokens: 1 } };
  const delta = (text: string) => event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
  return {
    first:
      event({ type: 'message_start', message }) +
      event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }) +
      delta(FIRST_TOKEN),
    deltas: words(deltas).map(delta),
    end: [
      event({ type: 'content_block_stop', index: 0 }),
      event({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: OUTPUT_TOKENS } }),
      event({ type: 'message_stop' }),
    ],
  };
}

const MESSAGE = { id: 'msg_bench', type: 'message', role: 'assistant', model: UPSTREAM_MODEL, stop_sequence: null };

export const PLAIN_ANSWERS: Readonly<Record<Protocol, string>> = {
  openai: UPSTREAM_ANSWER,
  anthropic: JSON.stringify({
    ...MESSAGE,
    content: [
      { type: 'text', text: (JSON.parse(UPSTREAM_ANSWER) as { choices: { message: { content: string } }[] }).choices[0]!.message.content },
    ],
    stop_reason: 'end_turn',
    usage: { input_tokens: INPUT_TOKENS, cache_creation_input_tokens: 0, cache_read_input_tokens: 0, output_tokens: OUTPUT_TOKENS },
  }),
};

function words(count: number): string[] {
  return Array.from({ length: count }, (_, index) => ` word${index}`);
}

function data(chunk: object): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

function event(body: { readonly type: string; readonly [field: string]: unknown }): string {
  return `event: ${body.type}\n${data(body)}`;
}
