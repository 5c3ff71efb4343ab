import type { Scope } from '#identity';
import { oneOf, orNull } from '../../http/route/example.js';
import { ok, type Answered, type Documentation } from '../../http/route/documented.js';

const HELLO = [{ role: 'user', content: oneOf('Hello', [{}]) }];
/** Or as tokens. */
const TEXTS = oneOf('Hello', ['Hello'], [9906], [[9906]]);
const MODEL = 'openai/gpt-4.1-mini';
const CREATED = 1_763_892_000;

const OPENAI_MODEL = { id: MODEL, object: 'model', created: CREATED, owned_by: 'openai' };
const COMPLETION = { id: 'chatcmpl-1', object: 'chat.completion', created: CREATED, model: 'gpt-4.1-mini', choices: [{}], usage: {} };
const COMPLETED = { id: 'cmpl-1', object: 'text_completion', created: CREATED, model: 'gpt-4.1-mini', choices: [{}], usage: {} };
const RESPONSE = {
  id: 'resp_1',
  object: 'response',
  created_at: CREATED,
  status: 'completed',
  model: 'gpt-4.1-mini',
  output: [{}],
  usage: {},
};
const EMBEDDED = {
  object: 'list',
  data: [{ object: 'embedding', index: 0, embedding: oneOf([0.25], 'AACAPg==') }],
  model: 'embed',
  usage: {},
};
const MESSAGE = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude',
  content: [{}],
  stop_reason: orNull('end_turn'),
  usage: {},
};

const orStream = (answered: Answered): Answered => ({ ...answered, alsoAs: ['text/event-stream'] });

export const OPENAI = {
  chat: { body: { model: MODEL, messages: HELLO }, answer: orStream(ok(COMPLETION)) },
  responses: { body: { model: MODEL, input: oneOf('Hello', [{}]) }, answer: orStream(ok(RESPONSE)) },
  completions: { body: { model: MODEL, prompt: TEXTS }, answer: orStream(ok(COMPLETED)) },
  embeddings: { body: { model: MODEL, input: TEXTS }, answer: ok(EMBEDDED) },
  models: { answer: ok({ object: 'list', data: [OPENAI_MODEL] }) },
  model: { answer: ok(OPENAI_MODEL) },
} satisfies Record<string, Documentation>;

export const ANTHROPIC = {
  create: { body: { model: MODEL, max_tokens: 256, messages: HELLO }, answer: orStream(ok(MESSAGE)) },
  countTokens: { body: { model: MODEL, messages: HELLO }, answer: ok({ input_tokens: 12 }) },
} satisfies Record<string, Documentation>;

/** A key that may take the routes of `/v1`: read by the routes' decorators and by whoever authenticates. */
export const INFERENCE_SCOPES: readonly Scope[] = ['inference'];

/** What a request that is charged for asks of its account: no bus stands in its way. */
export const CHARGED = ['HoldFunds', 'MeterTokens', 'FailRequest'] as const;
