import { bareId, type AnswerEnd, type AnswerEvent, type OpenedBlock } from '../answer/answer.js';
import type { StreamReader } from '../answer/stream-reader.js';
import { asText, isObject, type JsonObject } from '../json/object.js';
import type { SseFields } from '../sse/frames.js';
import { finishOfMessages } from './finish.js';
import { MessagesStreamFacts } from './stream.facts.js';

/** Events of Messages, up to `message_stop`. Its blocks follow one another already. */
export class MessagesStreamReader implements StreamReader {
  readonly facts = new MessagesStreamFacts();
  /** False within a block that has no place in another dialect. */
  private isOpen = false;

  get answerEnd(): AnswerEnd {
    return { finish: finishOfMessages(this.facts.stopReason), stopSequence: this.facts.stopSequence };
  }

  read(fields: SseFields): AnswerEvent[] {
    const event = this.facts.read(fields);
    if (!event || this.facts.state === 'failed') return [];
    const { message, content_block: block, delta } = event;
    switch (event['type']) {
      case 'message_start':
        return isObject(message) ? this.start(message) : [];
      case 'content_block_start':
        return isObject(block) ? this.open(block) : [];
      case 'content_block_delta':
        return isObject(delta) ? this.delta(delta['text'] ?? delta['thinking'] ?? delta['partial_json']) : [];
      case 'content_block_stop':
      case 'message_stop':
        return this.close();
      default:
        return [];
    }
  }

  finish(): AnswerEvent[] {
    return this.close();
  }

  private start({ id, model }: JsonObject): AnswerEvent[] {
    return [{ type: 'start', id: bareId(id), model: asText(model) ?? '', createdAt: undefined, input: this.facts.told.input }];
  }

  private open(block: JsonObject): AnswerEvent[] {
    const opened = openedOf(block);
    if (!opened) return this.close();
    const events = [...this.close(), { type: 'open' as const, block: opened }];
    this.isOpen = true;
    const { text, thinking, input } = block;
    const whole = isObject(input) && Object.keys(input).length > 0 ? JSON.stringify(input) : undefined;
    return [...events, ...this.delta(text ?? thinking ?? whole)];
  }

  private delta(text: unknown): AnswerEvent[] {
    return this.isOpen && typeof text === 'string' && text !== '' ? [{ type: 'delta', text }] : [];
  }

  private close(): AnswerEvent[] {
    const events: AnswerEvent[] = this.isOpen ? [{ type: 'close' }] : [];
    this.isOpen = false;
    return events;
  }
}

function openedOf({ type, id, name }: JsonObject): OpenedBlock | undefined {
  if (type === 'text') return { kind: 'text' };
  if (type === 'thinking') return { kind: 'reasoning' };
  return type === 'tool_use' ? { kind: 'call', id: String(id), name: String(name) } : undefined;
}
