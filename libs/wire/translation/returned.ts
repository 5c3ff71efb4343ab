import { isEmpty, unsealed, type ThoughtField } from '../common/carried.js';
import { isObject, type JsonObject } from '../json/object.js';

/** What a client sends back of what its provider wants back, for one message of the assistant in Chat Completions. */
export class Returned {
  private readonly thoughts = new Map<ThoughtField, string>();
  private readonly message: Record<string, unknown> = {};
  private readonly calls = new Map<string, JsonObject>();

  constructor(private readonly model: string) {}

  /** What was written by `sealed` and the thinking beside it. False: it is of another provider, or of another model. */
  add(text: unknown, thought: unknown): boolean {
    const carried = unsealed(text, this.model);
    if (!carried || carried.block) return false;
    const { as, message = {}, calls = {} } = carried;
    if (as && typeof thought === 'string') this.thoughts.set(as, (this.thoughts.get(as) ?? '') + thought);
    for (const [name, value] of Object.entries(message)) {
      const before = this.message[name];
      this.message[name] = Array.isArray(before) && Array.isArray(value) ? [...(before as unknown[]), ...(value as unknown[])] : value;
    }
    for (const [id, members] of Object.entries(calls)) this.calls.set(id, { ...this.calls.get(id), ...members });
    return true;
  }

  get isGiven(): boolean {
    return this.thoughts.size > 0 || this.calls.size > 0 || !isEmpty(this.message);
  }

  /** Members of the message, beside its content. */
  get members(): JsonObject {
    const thoughts = [...this.thoughts].filter(([as]) => as !== 'content');
    return { ...this.message, ...Object.fromEntries(thoughts) };
  }

  /** Where the provider has its thinking as a part of the content. */
  content(text: string): readonly JsonObject[] | undefined {
    const thinking = this.thoughts.get('content');
    if (thinking === undefined) return undefined;
    const thought = { type: 'thinking', thinking: [{ type: 'text', text: thinking }] };
    return text === '' ? [thought] : [thought, { type: 'text', text }];
  }

  /** A call with what came with it. */
  call(call: JsonObject): JsonObject {
    const { function: inner, ...members } = this.calls.get(call['id'] as string) ?? {};
    return { ...members, ...call, ...(isObject(inner) && { function: { ...inner, ...(call['function'] as JsonObject) } }) };
  }
}
