import { streamedAnswer, PLAIN_ANSWERS } from './provider-answers.js';
import { MODEL, requestBody, UPSTREAM_ANSWER, UPSTREAM_MODEL, type Protocol } from './payload.js';

/** Kinds of answers that wrk can be told to ask for. Each uses the same tokens, so that each costs the same. */
export const LOADS = ['plain', 'streamed', 'translated'] as const;
export type LoadName = (typeof LOADS)[number];

/** As many ask at once where nothing else is said. */
export const CONNECTIONS = 32;

const DELTAS = 30;

/** How a kind of answer is had: the gateway's model for it, and the provider's protocol, place below the upstream and whole answer. */
export interface UpstreamExchange {
  readonly model: string;
  readonly protocol: Protocol;
  /** As an SDK of the protocol takes it, behind the upstream's origin. */
  readonly basePath: string;
  /** What the upstream is asked for. */
  readonly path: string;
  readonly contentType: string;
  readonly answer: string;
}

export const EXCHANGES: Readonly<Record<LoadName, UpstreamExchange>> = {
  plain: {
    model: MODEL,
    protocol: 'openai',
    basePath: '/v1',
    path: '/v1/chat/completions',
    contentType: 'application/json',
    answer: UPSTREAM_ANSWER,
  },
  streamed: {
    model: `${MODEL}-streamed`,
    protocol: 'openai',
    basePath: '/streamed/v1',
    path: '/streamed/v1/chat/completions',
    contentType: 'text/event-stream; charset=utf-8',
    answer: wholeStream(),
  },
  translated: {
    model: `${MODEL}-translated`,
    protocol: 'anthropic',
    basePath: '',
    path: '/v1/messages',
    contentType: 'application/json',
    answer: PLAIN_ANSWERS.anthropic,
  },
};

/** The body that asks for it, of the gateway or, by the upstream's own model, past it. */
export function bodyOf(load: LoadName, model: string = EXCHANGES[load].model): string {
  const body = requestBody(model);
  return load === 'streamed' ? JSON.stringify({ ...(JSON.parse(body) as object), stream: true }) : body;
}

/** What tells a whole answer of this kind from anything else. */
export const MARKS: Readonly<Record<LoadName, string>> = { plain: 'Order 20-4711', streamed: 'data: [DONE]', translated: 'Order 20-4711' };

export const OWN_BODIES: Readonly<Record<LoadName, string>> = {
  plain: bodyOf('plain', UPSTREAM_MODEL),
  streamed: bodyOf('streamed', UPSTREAM_MODEL),
  translated: bodyOf('translated', UPSTREAM_MODEL),
};

function wholeStream(): string {
  const { first, deltas, end } = streamedAnswer('openai', DELTAS);
  return [first, ...deltas, ...end].join('');
}
