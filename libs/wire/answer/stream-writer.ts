import type { WireError } from '../common/errors.js';
import type { Usage } from '../common/usage.js';
import type { JsonObject } from '../json/object.js';
import type { AnswerEnd, AnswerEvent } from './answer.js';

/** Says an answer in the dialect of a client, frame by frame, whatever dialect its provider speaks. */
export interface StreamWriter {
  readonly ping: Buffer;
  /** The items that are whole so far; only a dialect that can go on from them has any. */
  readonly output?: readonly JsonObject[];
  /** The call whose arguments nobody can run with, where the dialect has objects for them; to be asked for once the end is known. */
  readonly brokenCall?: (end: AnswerEnd) => string | undefined;
  /** The frames of one event; empty where the dialect has none for it. */
  write(event: AnswerEvent): string;
  /** The finishing frames with the usage, and the terminal marker. Changes nothing, so that it may be asked again with another usage. */
  end(end: AnswerEnd, usage: Usage): string;
  errorFrame(error: WireError): Buffer;
}

/** WHATWG HTML, 9.2.5. Anthropic's SDK skips frames without an event name, OpenAI's chat has none. */
export function sseFrame(event: string | undefined, data: unknown): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;
}
