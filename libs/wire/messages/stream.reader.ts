import { bareId, type AnswerEnd, type AnswerEvent, type OpenedBlock } from '../answer/answer.js';
import type { StreamReader } from '../answer/stream-reader.js';
import { argumentsText } from '../common/tool-arguments.js';
import { parseExactly } from '../json/exact.js';
import { asText, isGiven, isObject, type JsonObject } from '../json/object.js';
import { Unsaid } from '../json/unsaid.js';
import type { SseFields } from '../sse/frames.js';
import { finishOfMessages } from './finish.js';
import { MessagesStreamFacts } from './stream.facts.js';
import { noteMessage, noteMessagesBlock, noteMessagesDelta } from './unsaid.js';

/** Of one signature, in which some hundreds are usual. What is longer is named. */
const MOST_SIGNATURE_CHARS = 1024 * 1024;

type Open = Extract<AnswerEvent, { type: 'open' }>;

/** Events of Messages, up to `message_stop`. Its blocks follow one another already. */
export class MessagesStreamReader implements StreamReader {
  readonly facts = new MessagesStreamFacts();
  private readonly unsaid = new Unsaid();
  /** False within a block that has no place in another dialect. */
  private isOpen = false;
  /** Of thinking. */
  private signature = '';
  /** A call begins with its input: one that the output limit cut before it is none. */
  private untold: Open | undefined;
  /** Input that stood in the start of a call, as some providers have it, until a delta says it again. */
  private whole: unknown;

  get dropped(): readonly string[] {
    return this.unsaid.names;
  }

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
        return isObject(block) ? this.open(hasInput(block) ? exactBlock(fields) : block) : [];
      case 'content_block_delta':
        return isObject(delta) ? this.deltaOf(delta) : [];
      case 'content_block_stop':
        return this.close();
      case 'message_stop':
        return this.end();
      default:
        return [];
    }
  }

  finish(): AnswerEvent[] {
    return this.close();
  }

  private start(message: JsonObject): AnswerEvent[] {
    const { id, model } = message;
    noteMessage(message, this.unsaid);
    return [{ type: 'start', id: bareId(id), model: asText(model) ?? '', createdAt: undefined, input: this.facts.told.input }];
  }

  private open(block: JsonObject): AnswerEvent[] {
    const before = [...this.close(), ...this.tell()];
    noteMessagesBlock(block, this.unsaid);
    const opened = openedOf(block);
    if (!opened) return before;
    this.isOpen = true;
    const open: Open = { type: 'open', block: opened };
    if (opened.kind === 'call') {
      this.untold = open;
      this.whole = block['input'];
      return before;
    }
    this.signature = asText(block['signature']) ?? '';
    return [...before, open, ...this.delta(block['text'] ?? block['thinking'])];
  }

  private deltaOf(delta: JsonObject): AnswerEvent[] {
    noteMessagesDelta(delta, this.unsaid);
    const { signature } = delta;
    if (typeof signature === 'string') this.sign(signature);
    return this.delta(delta['text'] ?? delta['thinking'] ?? delta['partial_json']);
  }

  private sign(piece: string): void {
    if (this.signature.length + piece.length <= MOST_SIGNATURE_CHARS) this.signature += piece;
    else this.unsaid.add('content.signature');
  }

  private delta(text: unknown): AnswerEvent[] {
    if (!this.isOpen || typeof text !== 'string' || text === '') return [];
    this.whole = undefined;
    return [...this.tell(), { type: 'delta', text }];
  }

  /** What waited is a call after all. */
  private tell(): AnswerEvent[] {
    const { untold } = this;
    this.untold = undefined;
    if (!untold) return [];
    return this.isOpen ? [untold] : [untold, { type: 'close' }];
  }

  private close(): AnswerEvent[] {
    if (!this.isOpen) return [];
    const { signature, whole } = this;
    this.signature = '';
    const said = this.untold && isGiven(whole) && !isNothing(whole) ? this.delta(argumentsText(whole)) : [];
    this.isOpen = false;
    if (this.untold) return said;
    return [...said, signature === '' ? { type: 'close' } : { type: 'close', carried: { block: { type: 'thinking', signature } } }];
  }

  private end(): AnswerEvent[] {
    const closed = this.close();
    if (this.answerEnd.finish === 'length') this.untold = undefined;
    return [...closed, ...this.tell()];
  }
}

const isNothing = (input: unknown): boolean => isObject(input) && Object.keys(input).length === 0;

const hasInput = ({ type, input }: JsonObject): boolean => type === 'tool_use' && input != null && !isNothing(input);

/** Its numbers as they came. */
function exactBlock({ data }: SseFields): JsonObject {
  return (parseExactly(data!) as { readonly content_block: JsonObject }).content_block;
}

function openedOf({ type, id, name, data }: JsonObject): OpenedBlock | undefined {
  if (type === 'text') return { kind: 'text' };
  if (type === 'thinking') return { kind: 'reasoning' };
  if (type === 'redacted_thinking') return { kind: 'reasoning', carried: { block: { type, data } } };
  return type === 'tool_use' ? { kind: 'call', id: String(id), name: String(name) } : undefined;
}
