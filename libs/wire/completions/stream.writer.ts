import type { AnswerContext, AnswerEnd, AnswerEvent } from '../answer/answer.js';
import type { StreamWriter } from '../answer/stream-writer.js';
import { ChunkFrames } from '../chat/chunk-frames.js';
import { chatErrorFrame, type WireError } from '../common/errors.js';
import type { Usage } from '../common/usage.js';
import { COMMENT_PING } from '../sse/stream-relay.js';
import { completionChoice, completionFinish, completionId } from './answer.writer.js';

/** Chunks of the older Completions: text, then an empty text with the finish reason; usage only where the client asked for it. */
export class CompletionsStreamWriter implements StreamWriter {
  readonly ping = COMMENT_PING;
  private readonly frames: ChunkFrames;
  private isText = false;

  constructor(context: AnswerContext) {
    this.frames = new ChunkFrames(context, 'text_completion');
  }

  write(event: AnswerEvent): string {
    switch (event.type) {
      case 'start':
        this.frames.begin(event, completionId(event.id));
        return '';
      case 'open':
        this.isText = event.block.kind === 'text' || event.block.kind === 'refusal';
        return '';
      case 'delta':
        return this.isText ? this.chunk(event.text, null) : '';
      case 'close':
        return '';
    }
  }

  end({ finish }: AnswerEnd, usage: Usage): string {
    return `${this.chunk('', completionFinish(finish))}${this.frames.end(usage)}`;
  }

  errorFrame(error: WireError): Buffer {
    return chatErrorFrame(error);
  }

  private chunk(text: string, finish: string | null): string {
    return this.frames.chunk(completionChoice(text, finish));
  }
}
