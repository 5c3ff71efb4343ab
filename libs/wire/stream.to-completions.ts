import type { AnswerContext, AnswerEnd, AnswerEvent } from './answer.js';
import { completionChoice, completionFinish, completionId } from './answer.to-completions.js';
import type { Usage } from './chat-usage.js';
import { chatErrorFrame, type WireError } from './errors.js';
import { isObject, type JsonObject } from './refusal.js';
import { COMMENT_PING } from './stream-relay.js';
import { sseFrame, type StreamWriter } from './stream-writer.js';
import { chatUsageOf } from './usage-shapes.js';

/** Chunks of the older Completions: text, then an empty text with the finish reason; usage only where the client asked for it. */
export class CompletionsStreamWriter implements StreamWriter {
  readonly ping = COMMENT_PING;
  private head: JsonObject = {};
  private isText = false;
  private readonly includeUsage: boolean;

  constructor(private readonly context: AnswerContext) {
    const options = context.request['stream_options'];
    this.includeUsage = isObject(options) && options['include_usage'] === true;
  }

  write(event: AnswerEvent): string {
    switch (event.type) {
      case 'start': {
        const created = event.createdAt ?? this.context.createdAt;
        this.head = { id: completionId(event.id), object: 'text_completion', created, model: event.model };
        return '';
      }
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
    const usageChunk = this.includeUsage ? sseFrame(undefined, { ...this.head, choices: [], usage: chatUsageOf(usage) }) : '';
    return `${this.chunk('', completionFinish(finish))}${usageChunk}data: [DONE]\n\n`;
  }

  errorFrame(error: WireError): Buffer {
    return chatErrorFrame(error);
  }

  private chunk(text: string, finish: string | null): string {
    return sseFrame(undefined, { ...this.head, choices: [completionChoice(text, finish)], ...(this.includeUsage ? { usage: null } : {}) });
  }
}
