import { errorIn } from '../meaning/error-kinds.js';
import { readUpstreamError, type UpstreamError } from '../common/upstream-error.js';
import { isObject, type JsonObject } from '../json/object.js';
import { isHeavyEvent } from '../json/values.js';
import { SseFrameTooLargeError, SseFrames, readSseFields, type SseFields } from './frames.js';

const BLANK_LINE = Buffer.from('\n\n');

/**
 * The frames of a provider's stream, with its two bad ends made plain: an event without end, and one that was cut. One that is too heavy to be read here is `heavy`, and
 * the next once somebody has read it.
 */
export class UpstreamFrames {
  private readonly frames = new SseFrames();
  /** What the next frame says, or the last, where that was heavy. */
  private abridged: SseFields | undefined;
  /** Why nothing more can be read; the provider's failure, like an error that it reports. */
  failure: string | undefined;
  /** What the next frame is, where it has to be read aside first. */
  heavy: Buffer | undefined;

  get unfinishedBytes(): number {
    return this.frames.unfinishedBytes;
  }

  get keptBytes(): number {
    return this.frames.unfinishedBytes + this.frames.uncutBytes + (this.heavy?.length ?? 0);
  }

  push(chunk: Buffer): void {
    if (this.failure === undefined) this.frames.feed(chunk);
  }

  /** Where the next frame begins in what came last, for who knows by himself where it ends; -1 where nobody can. */
  get ahead(): number {
    return this.heavy ? -1 : this.frames.ahead;
  }

  /** What came last. */
  get bytes(): Buffer {
    return this.frames.bytes;
  }

  /** The same as Latin-1: positions are the same. */
  get text(): string {
    return this.frames.text;
  }

  /** Up to here whole frames have been taken from `ahead` on, and no heavy one. */
  skip(to: number): void {
    this.frames.skip(to);
  }

  /** What `heavy` says, as far as it is read. */
  read(fields: SseFields): void {
    this.abridged = fields;
  }

  /** The same by whoever has the time for it: all of what it says. */
  readHere(): void {
    if (this.heavy) this.read(readSseFields(this.heavy));
  }

  /** Undefined: there is none yet, or it is heavy and not read. */
  next(): Buffer | undefined {
    const { heavy } = this;
    if (heavy) {
      if (this.abridged) this.heavy = undefined;
      return this.abridged && heavy;
    }
    this.abridged = undefined;
    const frame = this.cut();
    if (frame === undefined || !isHeavyEvent(frame)) return frame;
    this.heavy = frame;
    return undefined;
  }

  private cut(): Buffer | undefined {
    if (this.failure !== undefined) return undefined;
    try {
      return this.frames.next();
    } catch (fault) {
      if (!(fault instanceof SseFrameTooLargeError)) throw fault;
      this.failure = fault.message;
      return undefined;
    }
  }

  /** Whether not all of the frame that came last is read. */
  get isAbridged(): boolean {
    return this.abridged !== undefined;
  }

  /** Of the frame that came last. */
  fieldsOf(frame: Buffer): SseFields {
    return this.abridged ?? readSseFields(frame);
  }

  /** At the end of the stream: a last frame that lacks only its blank line. One that was cut within its data is none, nor is one that is heavy. */
  rest(): Buffer | undefined {
    const rest = this.failure === undefined && !this.heavy ? this.frames.end() : undefined;
    this.abridged = undefined;
    return rest && !isHeavyEvent(rest) && isWhole(readSseFields(rest)) ? Buffer.concat([rest, BLANK_LINE]) : undefined;
  }
}

function isWhole({ data }: SseFields): boolean {
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
  // An event with a type of its own may have a member of this name that is none of it.
  const told = type === undefined || type === 'error' ? (errorIn(event) ?? (name === 'error' ? event : undefined)) : undefined;
  return told === undefined ? undefined : readUpstreamError(error ?? told);
}

/** `last` of a stream: what had not been taken yet, and what was held. */
export function joined(left: Buffer | undefined, held: Buffer | undefined): Buffer | undefined {
  return left && held ? Buffer.concat([left, held]) : (left ?? held);
}
