import { bareId, type AnswerEnd, type AnswerEvent } from '../answer/answer.js';
import type { StreamReader } from '../answer/stream-reader.js';
import { CARRIED_BY_MESSAGE, callMembers, isEmpty, pick } from '../common/carried.js';
import { isCount } from '../common/counts.js';
import { argumentsText } from '../common/tool-arguments.js';
import { parseExactly } from '../json/exact.js';
import { asText, isObject, type JsonObject } from '../json/object.js';
import { Unsaid } from '../json/unsaid.js';
import type { SseFields } from '../sse/frames.js';
import { BlockSequence } from './block-sequence.js';
import { finishOfChat } from './finish.js';
import { ReasoningDetails } from './reasoning-details.js';
import { ChatStreamFacts } from './stream.facts.js';
import { answerText, thoughtOf } from './text.js';
import { noteChatCall, noteChatChoice, noteChatMessage } from './unsaid.js';

/** Bytes of what has to come back, of one answer: signatures take some kilobytes. What is beyond is named. */
const MOST_CARRIED_BYTES = 1024 * 1024;

/** Chunks of Chat Completions with one choice, up to `[DONE]`. */
export class ChatStreamReader implements StreamReader {
  readonly facts = new ChatStreamFacts();
  private readonly blocks = new BlockSequence();
  private hasStarted = false;
  private id = '';
  private readonly calls = new Map<number | string, { readonly id: string; readonly key: number }>();
  private keys = 0;
  private lastSlot: number | string = 0;
  private readonly unsaid = new Unsaid();
  private details = new ReasoningDetails();
  private carried: Record<string, unknown> = {};
  private carriedBytes = 0;

  get dropped(): readonly string[] {
    return this.unsaid.names;
  }

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
    noteChatChoice(chunk, choice, this.unsaid);
    return [...this.start(chunk), ...this.readDelta(hasObjects(choice) ? exactDelta(fields, choice) : choice['delta'])];
  }

  finish(): AnswerEvent[] {
    return [...this.carry(), ...this.blocks.finish(this.answerEnd.finish === 'length')];
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
    noteChatMessage(delta, this.unsaid, 'delta');
    const events: AnswerEvent[] = [];
    const add = (kind: 'text' | 'refusal', text: unknown) => {
      if (typeof text === 'string' && text !== '') events.push(...this.blocks.text(kind, text));
    };
    const thought = thoughtOf(delta);
    if (thought) events.push(...this.blocks.text('reasoning', thought.text, thought.as));
    this.keep(delta);
    add('text', answerText(delta['content']));
    add('refusal', delta['refusal']);
    const calls: unknown[] = Array.isArray(delta['tool_calls']) ? delta['tool_calls'] : [];
    for (const call of calls.filter(isObject)) events.push(...this.readCall(call));
    return events;
  }

  private keep(delta: JsonObject): void {
    const members = pick(delta, CARRIED_BY_MESSAGE);
    if (isEmpty(members) || !this.hasRoomFor(members)) return;
    const { reasoning_details: details, ...others } = members;
    this.details.add(details);
    Object.assign(this.carried, others);
  }

  private hasRoomFor(members: JsonObject): boolean {
    this.carriedBytes += Buffer.byteLength(JSON.stringify(members));
    if (this.carriedBytes <= MOST_CARRIED_BYTES) return true;
    for (const name of Object.keys(members)) this.unsaid.add(`choices.delta.${name}`);
    return false;
  }

  /** What has come so far and has to come back stands in front of the first call, or at the end. */
  private carry(): AnswerEvent[] {
    const { list } = this.details;
    const message = { ...this.carried, ...(list.length > 0 && { reasoning_details: list }) };
    if (isEmpty(message)) return [];
    this.details = new ReasoningDetails();
    this.carried = {};
    return this.blocks.carry({ message });
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
    const delta = argumentsText(json);
    noteChatCall(call, this.unsaid, 'delta');
    let known = this.calls.get(slot);
    if (!known || (called !== undefined && (id === undefined ? this.blocks.isAnother(known.key, called, delta) : known.id !== id))) {
      known = { id: id ?? `call_${this.id}_${this.keys}`, key: this.keys };
      this.keys += 1;
      this.calls.set(slot, known);
    }
    return [...this.carry(), ...this.carryCall(known.id, call), ...this.blocks.call(known.key, known.id, called, delta)];
  }

  private carryCall(id: string, call: JsonObject): AnswerEvent[] {
    const members = callMembers(call);
    return isEmpty(members) || !this.hasRoomFor(members) ? [] : this.blocks.carry({ calls: { [id]: members } });
  }
}

/** Some providers give arguments as an object, whose numbers have to stay as they came. */
function hasObjects({ delta }: JsonObject): boolean {
  const calls = isObject(delta) && Array.isArray(delta['tool_calls']) ? delta['tool_calls'] : [];
  return calls.some((call) => isObject(call) && isObject(call['function']) && typeof call['function']['arguments'] === 'object');
}

function exactDelta({ data }: SseFields, choice: JsonObject): unknown {
  const { choices } = parseExactly(data!) as { readonly choices: readonly unknown[] };
  return (choices.find((each) => isObject(each) && (each['index'] ?? 0) === (choice['index'] ?? 0)) as JsonObject)['delta'];
}
