import { bareId, type AnswerEnd, type AnswerEvent } from '../answer/answer.js';
import type { StreamReader } from '../answer/stream-reader.js';
import { isCount } from '../common/counts.js';
import { asText, isObject, type JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import { BlockSequence } from './block-sequence.js';
import { finishOfChat } from './finish.js';
import { ChatStreamFacts } from './stream.facts.js';
import { answerText, reasoningText } from './text.js';

/** Chunks of Chat Completions with one choice, up to `[DONE]`. */
export class ChatStreamReader implements StreamReader {
  readonly facts = new ChatStreamFacts();
  private readonly blocks = new BlockSequence();
  private hasStarted = false;
  private id = '';
  private readonly calls = new Map<number | string, { readonly id: string; readonly key: number }>();
  private keys = 0;
  private lastSlot: number | string = 0;

  get answerEnd(): AnswerEnd {
    return { finish: finishOfChat(this.facts.reasonOf(0), this.blocks.hasCalls), stopSequence: null };
  }

  read(fields: SseFields): AnswerEvent[] {
    const { facts } = this;
    const chunk = facts.read(fields);
    if (facts.state === 'done') return this.finish();
    if (!chunk || facts.state === 'failed') return [];
    const choices: unknown[] = Array.isArray(chunk['choices']) ? chunk['choices'] : [];
    const choice = choices.filter(isObject).find(({ index }) => (index ?? 0) === 0);
    if (!choice) return [];
    facts.readChoice(choice);
    if (facts.error) return [];
    return [...this.start(chunk), ...this.readDelta(choice['delta'])];
  }

  finish(): AnswerEvent[] {
    return this.blocks.finish();
  }

  private start({ id, model, created }: JsonObject): AnswerEvent[] {
    if (this.hasStarted) return [];
    this.hasStarted = true;
    this.id = bareId(id);
    const createdAt = isCount(created) ? created : undefined;
    return [{ type: 'start', id: this.id, model: asText(model) ?? '', createdAt, input: undefined }];
  }

  /** Reasoning comes before the answer and a refusal instead of it; calls come last. */
  private readDelta(delta: unknown): AnswerEvent[] {
    if (!isObject(delta)) return [];
    const events: AnswerEvent[] = [];
    const add = (kind: 'text' | 'reasoning' | 'refusal', text: unknown) => {
      if (typeof text === 'string' && text !== '') events.push(...this.blocks.text(kind, text));
    };
    add('reasoning', reasoningText(delta));
    add('text', answerText(delta['content']));
    add('refusal', delta['refusal']);
    const calls: unknown[] = Array.isArray(delta['tool_calls']) ? delta['tool_calls'] : [];
    for (const call of calls.filter(isObject)) events.push(...this.readCall(call));
    return events;
  }

  /**
   * Some providers leave out the index, and some give every call the same one: then a new id with a name is a new call, or without ids what comes
   * after a whole call with another name or other arguments. What has no name goes on with the last one, also where each delta has an id of its own.
   */
  private readCall(call: JsonObject): AnswerEvent[] {
    const { name, arguments: json } = isObject(call['function']) ? call['function'] : {};
    const id = typeof call['id'] === 'string' && call['id'] !== '' ? call['id'] : undefined;
    const slot = isCount(call['index']) ? call['index'] : (id ?? this.lastSlot);
    this.lastSlot = slot;
    const called = typeof name === 'string' && name !== '' ? name : undefined;
    const delta = typeof json === 'string' ? json : '';
    let known = this.calls.get(slot);
    if (!known || (called !== undefined && (id === undefined ? this.blocks.isAnother(known.key, called, delta) : known.id !== id))) {
      known = { id: id ?? `call_${this.id}_${this.keys}`, key: this.keys };
      this.keys += 1;
      this.calls.set(slot, known);
    }
    return this.blocks.call(known.key, known.id, called, delta);
  }
}
