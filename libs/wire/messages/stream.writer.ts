import type { AnswerContext, AnswerEnd, AnswerEvent, OpenedBlock } from '../answer/answer.js';
import { sseFrame, type StreamWriter } from '../answer/stream-writer.js';
import { anthropicErrorFrame, type WireError } from '../common/errors.js';
import { encodeToolId } from '../common/tool-ids.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';
import { messageId } from './answer.writer.js';
import { stopReasonOf } from './finish.js';
import { MESSAGES_PING } from './stream.js';
import { messagesUsageOf } from './usage.js';

/**
 * Events of Messages. The usage of `message_start` is an estimate, since the provider tells its own last: `message_delta` replaces it. Reasoning
 * is left out: without its signature it would be refused when the client sends it back.
 */
export class MessagesStreamWriter implements StreamWriter {
  readonly ping = MESSAGES_PING;
  /** Dense from zero: blocks that are left out take no index. */
  private index = -1;
  private block: OpenedBlock | undefined;

  constructor(private readonly context: AnswerContext) {}

  write(event: AnswerEvent): string {
    switch (event.type) {
      case 'start':
        return frame({ type: 'message_start', message: this.message(event.id, event.model) });
      case 'open':
        this.block = event.block;
        if (event.block.kind === 'reasoning') return '';
        this.index += 1;
        return frame({ type: 'content_block_start', index: this.index, content_block: startOf(event.block) });
      case 'delta':
        return this.block?.kind === 'reasoning'
          ? ''
          : frame({ type: 'content_block_delta', index: this.index, delta: this.delta(event.text) });
      case 'close':
        return this.block?.kind === 'reasoning' ? '' : frame({ type: 'content_block_stop', index: this.index });
    }
  }

  end({ finish, stopSequence }: AnswerEnd, usage: Usage): string {
    const delta = { stop_reason: stopReasonOf(finish, stopSequence), stop_sequence: stopSequence };
    return frame({ type: 'message_delta', delta, usage: messagesUsageOf(usage) }) + frame({ type: 'message_stop' });
  }

  errorFrame(error: WireError): Buffer {
    return anthropicErrorFrame(error);
  }

  private message(id: string, model: string): JsonObject {
    const usage = messagesUsageOf({ input: this.context.estimatedInputTokens, cached_input: 0, cache_write: 0, output: 0, reasoning: 0 });
    return { id: messageId(id), type: 'message', role: 'assistant', model, content: [], stop_reason: null, stop_sequence: null, usage };
  }

  private delta(text: string): JsonObject {
    return this.block?.kind === 'call' ? { type: 'input_json_delta', partial_json: text } : { type: 'text_delta', text };
  }
}

/** What a block needs and nothing else: `citations: null` breaks clients. */
function startOf(block: OpenedBlock): JsonObject {
  return block.kind === 'call' ? { type: 'tool_use', id: encodeToolId(block.id), name: block.name, input: {} } : { type: 'text', text: '' };
}

function frame(event: { readonly type: string } & JsonObject): string {
  return sseFrame(event.type, event);
}
