import { unsealed } from '../../common/carried.js';
import { detailOf } from '../../chat/reasoning-details.js';
import { isObject, type JsonObject } from '../../json/object.js';
import { Returned } from '../returned.js';
import type { Translating } from './translating.js';

/** Reasoning items, which stand before what they led to: they become members of that message of the assistant, or are named. */
export class ReturnedItems {
  private waiting: JsonObject[] = [];
  /** Of the message that is last: what came back with it so far, and how many blocks it has. */
  private returned: Returned;
  private details: JsonObject[] = [];
  private blocks = 0;
  private at = 0;

  constructor(
    private readonly translating: Translating,
    private readonly chat: JsonObject[],
  ) {
    this.returned = new Returned(translating.model);
  }

  add(item: JsonObject): void {
    this.waiting.push(item);
  }

  /** A message was told, or more of the one that is last. */
  told(isNew: boolean): void {
    if (isNew) this.finish();
    if (this.chat.at(-1)?.['role'] !== 'assistant') return this.name();
    for (const item of this.waiting) if (!this.give(item)) this.translating.notes.drop('input.reasoning');
    this.waiting = [];
    this.blocks += 1;
  }

  end(): void {
    this.finish();
    this.name();
  }

  /** Nothing follows that it could stand with. */
  private name(): void {
    if (this.waiting.length > 0) this.translating.notes.drop('input.reasoning');
    this.waiting = [];
  }

  /** Once for each message, which may have thousands of calls. */
  private finish(): void {
    const { returned, details, chat, at } = this;
    if (returned.isGiven || details.length > 0) {
      const message = chat[at]!;
      const { content, tool_calls: calls } = message;
      const parts = Array.isArray(content) ? undefined : returned.content(typeof content === 'string' ? content : '');
      chat[at] = {
        ...message,
        ...returned.members,
        ...(details.length > 0 && { reasoning_details: details }),
        ...(parts && { content: parts }),
        ...(Array.isArray(calls) && { tool_calls: calls.map((call) => returned.call(call as JsonObject)) }),
      };
    }
    this.returned = new Returned(this.translating.model);
    this.details = [];
    this.blocks = 0;
    this.at = chat.length - 1;
  }

  /** Encrypted for another provider, or for another model: false. */
  private give({ encrypted_content: encrypted, summary }: JsonObject): boolean {
    const { model, upstream } = this.translating;
    const parts: unknown[] = Array.isArray(summary) ? summary : [];
    const text = parts.map((part) => (isObject(part) && typeof part['text'] === 'string' ? part['text'] : '')).join('');
    if (upstream === 'chat') return this.returned.add(encrypted, text);
    const block = unsealed(encrypted, model)?.block;
    if (!block) return false;
    this.details.push(detailOf(block, text, this.blocks));
    this.blocks += 1;
    return true;
  }
}
