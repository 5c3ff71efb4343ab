import { readUpstreamError, type UpstreamError } from '../common/upstream-error.js';
import { isObject, type JsonObject } from '../json/object.js';
import { SseFrameTooLargeError, SseFrames, readSseFields, type SseFields } from './frames.js';

const BLANK_LINE = Buffer.from('\n\n');

/** The frames of a provider's stream, with its two bad ends made plain: an event without end, and one that was cut. */
export class UpstreamFrames {
  private readonly frames = new SseFrames();
  /** Why nothing more can be read; the provider's failure, like an error that it reports. */
  failure: string | undefined;

  get unfinishedBytes(): number {
    return this.frames.unfinishedBytes;
  }

  push(chunk: Buffer): Buffer[] {
    if (this.failure !== undefined) return [];
    try {
      return this.frames.push(chunk);
    } catch (fault) {
      if (!(fault instanceof SseFrameTooLargeError)) throw fault;
      this.failure = fault.message;
      return [];
    }
  }

  /** At the end of the stream: a last frame that lacks only its blank line. One that was cut within its data is none. */
  rest(): Buffer | undefined {
    const rest = this.failure === undefined ? this.frames.end() : undefined;
    return rest && isWhole(rest) ? Buffer.concat([rest, BLANK_LINE]) : undefined;
  }
}

export function isWhole(frame: Buffer): boolean {
  const { data } = readSseFields(frame);
  return data !== undefined && (data.trim() === '[DONE]' || parseEvent(data) !== undefined);
}

/** Undefined for a comment, a blank line, and data that is no event: they mean nothing here. */
export function parseEvent(data: string | undefined): JsonObject | undefined {
  if (data === undefined) return undefined;
  try {
    const event: unknown = JSON.parse(data);
    return isObject(event) ? event : undefined;
  } catch {
    return undefined;
  }
}

/** What a frame says went wrong: some servers say so in its name alone, as the SDKs read it, whatever its data is, and some in a member alone. */
export function reportedError({ event: name, data }: SseFields, event: JsonObject | undefined): UpstreamError | undefined {
  if (!event) return name === 'error' && data !== undefined ? readUpstreamError(data) : undefined;
  const { type, error } = event;
  const isError = type === 'error' || (type === undefined && (name === 'error' || error != null));
  return isError ? readUpstreamError(error ?? event) : undefined;
}

/** `last` of a stream: what had not been taken yet, and what was held. */
export function joined(left: Buffer | undefined, held: Buffer | undefined): Buffer | undefined {
  return left && held ? Buffer.concat([left, held]) : (left ?? held);
}
