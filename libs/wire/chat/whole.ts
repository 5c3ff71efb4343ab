import { isCount } from '../common/counts.js';
import { parseExactly } from '../json/exact.js';
import { isObject, type JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import type { Gatherer } from '../sse/gathered.js';
import { ChatStreamFacts } from './stream.facts.js';

const data = (value: object): string => `data: ${JSON.stringify(value)}\n\n`;

/** A plain answer of Chat Completions or Completions as the chunks of a stream: what was said, why it ended, what it used. */
export function chatFrames(body: JsonObject): string {
  const { usage, choices, ...head } = body;
  const isText = body['object'] === 'text_completion';
  const all = (Array.isArray(choices) ? choices : []).filter(isObject);
  const chunk = (made: readonly object[], more: object = {}): string =>
    data({ ...head, ...(isText ? {} : { object: 'chat.completion.chunk' }), choices: made, ...more });
  const said = all.map(({ index, message, text, logprobs = null }, at) => ({
    index: index ?? at,
    ...(isObject(message) ? { delta: deltaOf(message) } : { text: text ?? '' }),
    logprobs,
    finish_reason: null,
  }));
  const ended = all.map(({ message: _message, text: _text, logprobs: _logprobs, index, ...rest }, at) => ({
    index: index ?? at,
    ...(isText ? { text: '' } : { delta: {} }),
    ...rest,
  }));
  const told = usage == null ? '' : chunk([], { usage });
  return `${chunk(said)}${chunk(ended)}${told}data: [DONE]\n\n`;
}

function deltaOf({ tool_calls: calls, ...message }: JsonObject): JsonObject {
  if (!Array.isArray(calls)) return message;
  return {
    ...message,
    tool_calls: calls.map((call: unknown, index) => (isObject(call) ? { ...call, index: call['index'] ?? index } : call)),
  };
}

interface GatheredChoice {
  readonly index: number;
  readonly members: Record<string, unknown>;
}

/** Chunks put together as the SDKs do it. */
export class ChatGatherer implements Gatherer {
  readonly facts = new ChatStreamFacts();
  private readonly head: Record<string, unknown> = {};
  private readonly choices = new Map<number, GatheredChoice>();
  private usage: unknown;

  read(fields: SseFields): void {
    const { facts } = this;
    if (!facts.read(fields) || facts.state !== 'open') return;
    // Numbers of calls as they came.
    const { choices, usage, ...head } = parseExactly(fields.data!) as JsonObject;
    for (const [name, value] of Object.entries(head)) if (value != null || !(name in this.head)) this.head[name] = value;
    this.usage = usage ?? this.usage;
    if (Array.isArray(choices)) for (const choice of choices.filter(isObject)) this.readChoice(choice);
  }

  whole(): JsonObject | undefined {
    if (this.choices.size === 0) return undefined;
    const choices = [...this.choices.values()].sort((one, other) => one.index - other.index);
    const isText = choices.some(({ members }) => 'text' in members);
    return {
      ...this.head,
      object: isText ? 'text_completion' : 'chat.completion',
      choices: choices.map(({ index, members: { delta, ...members } }) => ({
        index,
        ...(isText ? {} : { message: messageOf(delta) }),
        logprobs: null,
        finish_reason: null,
        ...members,
      })),
      ...(this.usage != null && { usage: this.usage }),
    };
  }

  private readChoice(choice: JsonObject): void {
    this.facts.readChoice(choice);
    const { index, ...members } = choice;
    const at = isCount(index) ? index : 0;
    const known = this.choices.get(at) ?? { index: at, members: {} };
    this.choices.set(at, known);
    merge(known.members, members);
  }
}

function messageOf(delta: unknown): JsonObject {
  const { tool_calls: calls, ...message } = isObject(delta) ? delta : {};
  const whole = { role: 'assistant', content: null, ...message };
  if (!Array.isArray(calls)) return whole;
  return { ...whole, tool_calls: (calls as JsonObject[]).map(({ index: _index, ...call }) => ({ type: 'function', ...call })) };
}

/** What names something is told whole, and by some again with every delta. */
const NAMES: ReadonlySet<string> = new Set(['role', 'id', 'type', 'name', 'finish_reason', 'native_finish_reason', 'object']);

/** Texts are deltas of one text, lists of one list, calls by their index; everything else takes the place of what came before. */
function merge(into: Record<string, unknown>, from: JsonObject): void {
  for (const [name, value] of Object.entries(from)) {
    const known = into[name];
    if (value == null) {
      if (!(name in into)) into[name] = value;
    } else if (name === 'tool_calls' && Array.isArray(value)) into[name] = withCalls(Array.isArray(known) ? known : [], value);
    else if (Array.isArray(value)) into[name] = Array.isArray(known) ? [...(known as unknown[]), ...(value as unknown[])] : value;
    else if (typeof value === 'string' && typeof known === 'string')
      into[name] = NAMES.has(name) ? (value === '' ? known : value) : known + value;
    else if (isObject(value) && isObject(known)) merge(known, value);
    else into[name] = isObject(value) ? structured(value) : value;
  }
}

/** Raw numbers are objects that nobody may look into. */
function structured(value: JsonObject): unknown {
  if (Object.isFrozen(value)) return value;
  const made: Record<string, unknown> = {};
  merge(made, value);
  return made;
}

function withCalls(known: readonly unknown[], deltas: readonly unknown[]): unknown[] {
  const calls = [...known] as Record<string, unknown>[];
  for (const delta of deltas.filter(isObject)) {
    const index = delta['index'];
    const isNew = typeof delta['id'] === 'string' && delta['id'] !== '' && calls.at(-1)?.['id'] !== delta['id'];
    let call = isCount(index) ? calls.find((each) => each['index'] === index) : isNew ? undefined : calls.at(-1);
    if (!call) calls.push((call = {}));
    merge(call, delta);
  }
  return calls;
}
