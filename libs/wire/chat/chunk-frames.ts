import type { AnswerContext, AnswerEvent } from '../answer/answer.js';
import type { Usage } from '../common/usage.js';
import { isObject, type JsonObject } from '../json/object.js';
import { USAGE_NULL } from './delta-texts.js';
import { chatUsageOf } from './usage.js';

/** The frames that Chat Completions and its predecessor share: every chunk repeats whose it is; usage stands only where the client asked for it. */
export class ChunkFrames {
  /** What stands in front of the choices in every chunk, with its brace. */
  private head = '{';
  private readonly includeUsage: boolean;
  private readonly tail: string;

  constructor(
    private readonly context: AnswerContext,
    private readonly object: 'chat.completion.chunk' | 'text_completion',
  ) {
    const options = context.request['stream_options'];
    this.includeUsage = isObject(options) && options['include_usage'] === true;
    this.tail = `]${this.includeUsage ? USAGE_NULL : ''}}\n\n`;
  }

  begin({ model, createdAt }: Extract<AnswerEvent, { type: 'start' }>, id: string): void {
    const head = JSON.stringify({ id, object: this.object, created: createdAt ?? this.context.createdAt, model });
    this.head = `${head.slice(0, -1)},`;
  }

  chunk(choice: JsonObject): string {
    return `data: ${this.head}"choices":[${JSON.stringify(choice)}${this.tail}`;
  }

  /** What follows the chunk that finishes the choice. */
  end(usage: Usage): string {
    const usageChunk = this.includeUsage ? `data: ${this.head}"choices":[],"usage":${JSON.stringify(chatUsageOf(usage))}}\n\n` : '';
    return `${usageChunk}data: [DONE]\n\n`;
  }
}
