import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProviderAnswer, Received } from './provider-answer.js';

/** As providers of the OpenAI API tell it: cached tokens within the prompt's, reasoning within the completion's. */
export interface ToldUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly cached_tokens?: number;
  readonly reasoning_tokens?: number;
}

export const USAGE: ToldUsage = { prompt_tokens: 20, completion_tokens: 10 };
const WORDS = ['Every', ' token', ' has', ' its', ' price', '.'];

export interface Spoken {
  /** Null: the provider never tells. */
  readonly usage?: ToldUsage | null;
  readonly words?: readonly string[];
  readonly finish?: string;
}

const usageOf = ({ prompt_tokens, completion_tokens, cached_tokens = 0, reasoning_tokens = 0 }: ToldUsage) => ({
  prompt_tokens,
  completion_tokens,
  total_tokens: prompt_tokens + completion_tokens,
  prompt_tokens_details: { cached_tokens },
  completion_tokens_details: { reasoning_tokens },
});

function plainBody(received: Received, { usage = USAGE, words = WORDS, finish = 'stop' }: Spoken): string {
  return JSON.stringify({
    id: 'chatcmpl-upstream',
    object: 'chat.completion',
    created: 1_780_000_000,
    model: received.body['model'],
    choices: [{ index: 0, message: { role: 'assistant', content: words.join('') }, finish_reason: finish }],
    ...(usage ? { usage: usageOf(usage) } : {}),
  });
}

function sendJson(response: ServerResponse, status: number, body: string, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), ...headers });
  response.end(body);
}

/** Plain or streamed, as it is asked. */
export function plain(spoken: Spoken = {}): ProviderAnswer {
  return async (response, received) => {
    if (received.body['stream'] === true) return stream(spoken)(response, received);
    sendJson(response, 200, plainBody(received, spoken));
  };
}

export interface Streamed extends Spoken {
  readonly betweenMs?: number;
  /** Breaks the connection after so many words. */
  readonly cutAfter?: number;
  /** Waits for ever after so many words. */
  readonly hangAfter?: number;
  /** Ends properly, but says nothing of its end. */
  readonly withoutDone?: boolean;
  /** Goes on where another answer has begun the response. */
  readonly withoutHead?: boolean;
}

/** The words one by one, the finish, the usage if it was asked for, `[DONE]`. */
export function stream(streamed: Streamed = {}): ProviderAnswer {
  const {
    usage = USAGE,
    words = WORDS,
    finish = 'stop',
    betweenMs = 0,
    cutAfter,
    hangAfter,
    withoutDone = false,
    withoutHead = false,
  } = streamed;
  return async (response, { body }) => {
    const options = body['stream_options'] as { include_usage?: boolean } | undefined;
    const send = (choices: readonly object[], more: object = {}) => {
      const chunk = {
        id: 'chatcmpl-upstream',
        object: 'chat.completion.chunk',
        created: 1_780_000_000,
        model: body['model'],
        choices,
        ...more,
      };
      response.write(`data: ${JSON.stringify(chunk)}\n\n`);
    };
    const choice = (delta: object, reason: string | null = null) => send([{ index: 0, delta, finish_reason: reason }]);
    if (!withoutHead) response.writeHead(200, { 'content-type': 'text/event-stream' });
    choice({ role: 'assistant', content: '' });
    for (const [index, word] of words.entries()) {
      if (index === cutAfter) return breakOff(response);
      if (index === hangAfter) return;
      if (betweenMs > 0) await sleep(betweenMs);
      if (response.destroyed) return;
      choice({ content: word });
    }
    if (cutAfter !== undefined) return breakOff(response);
    choice({}, finish);
    if (options?.include_usage === true && usage) send([], { usage: usageOf(usage) });
    response.end(withoutDone ? '' : 'data: [DONE]\n\n');
  };
}

/** Half of a plain body, then nothing. */
export const cutPlain: ProviderAnswer = (response, received) => {
  const body = plainBody(received, {});
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2));
  breakOff(response);
};

export function failing(status: number, message = 'Rehearsed', headers: Readonly<Record<string, string>> = {}): ProviderAnswer {
  const body = JSON.stringify({ error: { message, type: 'server_error', param: null, code: null } });
  return (response) => sendJson(response, status, body, headers);
}

/** 200 and these bytes, whatever they are. */
export function malformed(body: string): ProviderAnswer {
  return (response) => sendJson(response, 200, body);
}

/** Breaks the connection before it has said a word. */
export const hangUp: ProviderAnswer = (response) => void response.destroy();

/** Says nothing, ever. */
export const silent: ProviderAnswer = () => undefined;

export function after(ms: number, answer: ProviderAnswer): ProviderAnswer {
  return async (response, received) => {
    await sleep(ms);
    return answer(response, received);
  };
}

/** The first answer for the first request, and so on; the last one for all others. */
export function inTurn(...answers: readonly ProviderAnswer[]): ProviderAnswer {
  let asked = 0;
  return (response, received) => answers[Math.min(asked++, answers.length - 1)]!(response, received);
}

/** What was written still arrives; then the connection ends within the body. */
function breakOff(response: ServerResponse): void {
  setImmediate(() => response.socket?.end(() => response.destroy()));
}

/** A plain answer of Anthropic's protocol. */
export function messageOf(usage: object): object {
  return {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'claude-up',
    content: [{ type: 'text', text: 'Hi' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage,
  };
}
