import type { AnswerContext, AnswerEvent } from '../answer/answer.js';
import { sseFrame } from '../answer/stream-writer.js';
import type { Usage } from '../common/usage.js';
import { isObject, type JsonObject } from '../json/object.js';
import { chatUsageOf } from './usage.js';

/** The frames that Chat Completions and its predecessor share: every chunk repeats whose it is; usage stands only where the client asked for it. */
export class ChunkFrames {
  private head: JsonObject = {};
  private readonly includeUsage: boolean;

  constructor(
    private readonly context: AnswerContext,
    private readonly object: 'chat.completion.chunk' | 'text_completion',
  ) {
    const options = context.request['stream_options'];
    this.includeUsage = isObject(options) && options['include_usage'] === true;
  }

  begin({ model, createdAt }: Extract<AnswerEvent, { type: 'start' }>, id: string): void {
    this.head = { id, object: this.object, created: createdAt ?? this.context.createdAt, model };
  }

  chunk(choice: JsonObject): string {
    return sseFrame(undefined, { ...this.head, choices: [choice], ...(this.includeUsage ? { usage: null } : {}) });
  }

  /** What follows the chunk that finishes the choice. */
  end(usage: Usage): string {
    const usageChunk = this.includeUsage ? sseFrame(undefined, { ...this.head, choices: [], usage: chatUsageOf(usage) }) : '';
    return `${usageChunk}data: [DONE]\n\n`;
  }
}
