import type { AnswerContext, AnswerEnd, AnswerEvent, OpenedBlock } from '../answer/answer.js';
import type { StreamWriter } from '../answer/stream-writer.js';
import { chatErrorFrame, type WireError } from '../common/errors.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';
import { COMMENT_PING } from '../sse/stream-relay.js';
import { chatId } from './answer.writer.js';
import { ChunkFrames } from './chunk-frames.js';
import { finishReasonOf } from './finish.js';

const DELTAS = { text: 'content', reasoning: 'reasoning_content', refusal: 'refusal' } as const;

/** Chunks of Chat Completions. The role comes first, the finish reason last; usage only where the client asked for it. */
export class ChatStreamWriter implements StreamWriter {
  readonly ping = COMMENT_PING;
  private readonly frames: ChunkFrames;
  private block: OpenedBlock | undefined;
  private hasDelta = false;
  private calls = 0;

  constructor(context: AnswerContext) {
    this.frames = new ChunkFrames(context, 'chat.completion.chunk');
  }

  write(event: AnswerEvent): string {
    switch (event.type) {
      case 'start':
        this.frames.begin(event, chatId(event.id));
        return this.delta({ role: 'assistant', content: '' });
      case 'open':
        this.block = event.block;
        this.hasDelta = false;
        if (event.block.kind !== 'call') return '';
        this.calls += 1;
        return this.call({ id: event.block.id, type: 'function', function: { name: event.block.name, arguments: '' } });
      case 'delta':
        this.hasDelta = true;
        return this.text(event.text);
      case 'close':
        // A call without arguments has to have some: clients parse them.
        return this.block?.kind === 'call' && !this.hasDelta ? this.call({ function: { arguments: '{}' } }) : '';
    }
  }

  end({ finish }: AnswerEnd, usage: Usage): string {
    return `${this.delta({}, finishReasonOf(finish))}${this.frames.end(usage)}`;
  }

  errorFrame(error: WireError): Buffer {
    return chatErrorFrame(error);
  }

  private text(text: string): string {
    if (!this.block || this.block.kind === 'call') return this.call({ function: { arguments: text } });
    return this.delta({ [DELTAS[this.block.kind]]: text });
  }

  private call(call: JsonObject): string {
    return this.delta({ tool_calls: [{ index: this.calls - 1, ...call }] });
  }

  private delta(delta: JsonObject, finish: string | null = null): string {
    return this.frames.chunk({ index: 0, delta, logprobs: null, finish_reason: finish });
  }
}
