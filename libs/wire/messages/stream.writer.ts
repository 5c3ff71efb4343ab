import type { AnswerContext, AnswerEnd, AnswerEvent, OpenedBlock } from '../answer/answer.js';
import { sseFrame, type StreamWriter } from '../answer/stream-writer.js';
import { anthropicErrorFrame, type WireError } from '../common/errors.js';
import { argumentsOf } from '../common/tool-arguments.js';
import { encodeToolId } from '../common/tool-ids.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';
import { messageId, redactedOf, signatureOf } from './answer.writer.js';
import { stopReasonOf } from './finish.js';
import { MESSAGES_PING } from './stream.js';
import { messagesUsageOf } from './usage.js';

/**
 * Events of Messages. The usage of `message_start` is an estimate, since the provider tells its own last: `message_delta` replaces it. Clients run a tool
 * once its block stops: where its arguments are no object, that waits for the end, which tells whether they were cut.
 */
export class MessagesStreamWriter implements StreamWriter {
  readonly ping = MESSAGES_PING;
  /** Dense from zero. */
  private index = -1;
  private block: OpenedBlock | undefined;
  /** Arguments of the call that is open. */
  private json = '';
  private broken: string | undefined;
  /** From the stop of a broken call on. */
  private held = '';

  constructor(private readonly context: AnswerContext) {}

  write(event: AnswerEvent): string {
    if (event.type === 'close' && this.block?.kind === 'call' && !argumentsOf(this.json)) this.broken ??= this.block.name;
    const frames = this.framesOf(event);
    if (this.broken === undefined) return frames;
    this.held += frames;
    return '';
  }

  readonly brokenCall = ({ finish }: AnswerEnd): string | undefined => (finish === 'length' ? undefined : this.broken);

  private framesOf(event: AnswerEvent): string {
    switch (event.type) {
      case 'start':
        return frame({ type: 'message_start', message: this.message(event.id, event.model) });
      case 'open':
        this.block = event.block;
        this.json = '';
        this.index += 1;
        return frame({ type: 'content_block_start', index: this.index, content_block: this.startOf(event.block) });
      case 'delta':
        if (this.block?.kind === 'call') this.json += event.text;
        return this.delta(this.deltaOf(event.text));
      case 'close':
        return this.signed(event) + frame({ type: 'content_block_stop', index: this.index });
    }
  }

  end({ finish, stopSequence }: AnswerEnd, usage: Usage): string {
    const delta = { stop_reason: stopReasonOf(finish, stopSequence), stop_sequence: stopSequence };
    return this.held + frame({ type: 'message_delta', delta, usage: messagesUsageOf(usage) }) + frame({ type: 'message_stop' });
  }

  errorFrame(error: WireError): Buffer {
    return anthropicErrorFrame(error);
  }

  private message(id: string, model: string): JsonObject {
    const usage = messagesUsageOf({ input: this.context.estimatedInputTokens, cached_input: 0, cache_write: 0, output: 0, reasoning: 0 });
    return { id: messageId(id), type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage };
  }

  private signed({ carried }: Extract<AnswerEvent, { type: 'close' }>): string {
    const { block } = this;
    if (block?.kind !== 'reasoning' || block.carried) return '';
    return this.delta({ type: 'signature_delta', signature: signatureOf(carried, this.context) });
  }

  private delta(delta: JsonObject): string {
    return frame({ type: 'content_block_delta', index: this.index, delta });
  }

  private deltaOf(text: string): JsonObject {
    if (this.block?.kind === 'call') return { type: 'input_json_delta', partial_json: text };
    return this.block?.kind === 'reasoning' ? { type: 'thinking_delta', thinking: text } : { type: 'text_delta', text };
  }

  /** What a block needs and nothing else: `citations: null` breaks clients. */
  private startOf(block: OpenedBlock): JsonObject {
    switch (block.kind) {
      case 'call':
        return { type: 'tool_use', id: encodeToolId(block.id), name: block.name, input: {} };
      case 'reasoning':
        return block.carried ? redactedOf(block.carried, this.context) : { type: 'thinking', thinking: '', signature: '' };
      case 'text':
      case 'refusal':
        return { type: 'text', text: '' };
    }
  }
}

function frame(event: { readonly type: string } & JsonObject): string {
  return sseFrame(event.type, event);
}
