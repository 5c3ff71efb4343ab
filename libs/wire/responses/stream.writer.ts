import type { AnswerBlock, AnswerContext, AnswerEnd, AnswerEvent, OpenedBlock } from '../answer/answer.js';
import { sseFrame, type StreamWriter } from '../answer/stream-writer.js';
import type { Carried } from '../common/carried.js';
import { responsesErrorFrame, type WireError } from '../common/errors.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';
import { COMMENT_PING } from '../sse/stream-relay.js';
import { endOf, itemId, itemOf, responseOf, textPart } from './answer.writer.js';

type Start = Extract<AnswerEvent, { type: 'start' }>;

/** Events of Responses, each with its name and a rising `sequence_number`. Only those that the SDK knows: it throws on any other. */
export class ResponsesStreamWriter implements StreamWriter {
  readonly ping = COMMENT_PING;
  private start: Start = { type: 'start', id: '0', model: '', createdAt: undefined, input: undefined };
  private sequenceNumber = 0;
  readonly output: JsonObject[] = [];
  private block: OpenedBlock = { kind: 'text' };
  private text = '';

  constructor(private readonly context: AnswerContext) {}

  write(event: AnswerEvent): string {
    switch (event.type) {
      case 'start': {
        this.start = { ...event, id: this.context.response?.id ?? event.id };
        const response = responseOf(this.start, this.context, {});
        return this.frame('response.created', { response }) + this.frame('response.in_progress', { response });
      }
      case 'open':
        this.block = event.block;
        this.text = '';
        return this.frame('response.output_item.added', { output_index: this.output.length, item: this.emptyItem() }) + this.openPart();
      case 'delta':
        this.text += event.text;
        return this.delta(event.text);
      case 'close': {
        const done = this.closePart();
        const item = this.item(this.whole(event.carried));
        const frames = done + this.frame('response.output_item.done', { output_index: this.output.length, item });
        this.output.push(item);
        return frames;
      }
    }
  }

  end({ finish }: AnswerEnd, usage: Usage): string {
    const response = responseOf(this.start, this.context, { ...endOf(finish, usage), output: this.output });
    const type = `response.${String(response['status'])}`;
    return sseFrame(type, { type, sequence_number: this.sequenceNumber, response });
  }

  errorFrame(error: WireError): Buffer {
    return responsesErrorFrame(error, this.sequenceNumber);
  }

  private get itemId(): string {
    return itemId(this.block.kind, this.start.id, this.output.length);
  }

  private whole(carried: Carried | undefined): AnswerBlock {
    const { block, text } = this;
    if (block.kind === 'call') return { ...block, arguments: text };
    return block.kind === 'reasoning' ? { kind: 'reasoning', text, carried: carried ?? block.carried } : { kind: block.kind, text };
  }

  private item(block: AnswerBlock): JsonObject {
    return itemOf(block, this.itemId, this.context);
  }

  /** It says nothing. */
  private get isCarried(): boolean {
    return this.block.kind === 'reasoning' && this.block.carried !== undefined;
  }

  private emptyItem(): JsonObject {
    const item = this.item(this.block.kind === 'call' ? { ...this.block, arguments: '' } : { kind: this.block.kind, text: '' });
    switch (this.block.kind) {
      case 'call':
        return { ...item, arguments: '', status: 'in_progress' };
      case 'reasoning':
        return { ...item, summary: [] };
      case 'text':
      case 'refusal':
        return { ...item, content: [], status: 'in_progress' };
    }
  }

  private openPart(): string {
    if (this.isCarried) return '';
    switch (this.block.kind) {
      case 'call':
        return '';
      case 'reasoning':
        return this.part('response.reasoning_summary_part.added', { part: { type: 'summary_text', text: '' } });
      case 'text':
        return this.part('response.content_part.added', { part: textPart('') });
      case 'refusal':
        return this.part('response.content_part.added', { part: { type: 'refusal', refusal: '' } });
    }
  }

  private delta(delta: string): string {
    switch (this.block.kind) {
      case 'call':
        return this.part('response.function_call_arguments.delta', { delta });
      case 'reasoning':
        return this.part('response.reasoning_summary_text.delta', { delta });
      case 'text':
        return this.part('response.output_text.delta', { delta, logprobs: [] });
      case 'refusal':
        return this.part('response.refusal.delta', { delta });
    }
  }

  private closePart(): string {
    const { text } = this;
    if (this.isCarried) return '';
    switch (this.block.kind) {
      case 'call':
        return this.part('response.function_call_arguments.done', {
          name: this.block.name,
          arguments: text === '' ? '{}' : text,
        });
      case 'reasoning':
        return (
          this.part('response.reasoning_summary_text.done', { text }) +
          this.part('response.reasoning_summary_part.done', { part: { type: 'summary_text', text } })
        );
      case 'text':
        return (
          this.part('response.output_text.done', { text, logprobs: [] }) + this.part('response.content_part.done', { part: textPart(text) })
        );
      case 'refusal':
        return (
          this.part('response.refusal.done', { refusal: text }) +
          this.part('response.content_part.done', { part: { type: 'refusal', refusal: text } })
        );
    }
  }

  /** An event of the open item. Every item has one part at most. */
  private part(type: string, fields: JsonObject): string {
    const place = this.block.kind === 'reasoning' ? { summary_index: 0 } : this.block.kind === 'call' ? {} : { content_index: 0 };
    return this.frame(type, { item_id: this.itemId, output_index: this.output.length, ...place, ...fields });
  }

  private frame(type: string, fields: JsonObject): string {
    const data = { type, sequence_number: this.sequenceNumber, ...fields };
    this.sequenceNumber += 1;
    return sseFrame(type, data);
  }
}
