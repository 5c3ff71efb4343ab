import {
  LARGE_BYTES,
  type FoundTurns,
  type Gathered,
  type NamedResponses,
  type OwnWords,
  type ReadRequest,
  type SseFields,
  type WireApi,
  type WireRefusal,
} from '#wire';
import type { TooManyValues } from './aside.jobs.js';
import { asBuffer } from './aside.protocol.js';
import { AsideThread } from './aside.thread.js';
import { LargeAnswer } from './large-answer.js';
import { LargeBody, type LargeRequest } from './large-request.js';
import { LentBytes } from './lent-bytes.js';

/** What is larger waits for others of its kind alone: such a body may take seconds. */
const HUGE_BYTES = 8 * LARGE_BYTES;

/** Whoever counts has loaded the tokenizer's tables, which take some 120 ms. */
const COUNTING_IDLE_MS = 600_000;
const NOTHING = Buffer.alloc(0);

export interface RecalledAside {
  readonly request: LargeRequest;
  /** The items of its own input, as JSON. */
  readonly own: string;
  readonly itemsBefore: number;
}

/**
 * Two threads for what is large: one for what is ordinary, a conversation with images, and one for what is huge. Each does one job at a time, so that no more than two
 * bodies are parsed at once, and remembers none of them (`aside.jobs.ts`). A third one counts tokens, for requests of any size.
 */
export class Aside {
  private readonly ordinary: AsideThread;
  private readonly huge: AsideThread;
  private readonly counting: AsideThread;

  constructor({ idleMs }: { readonly idleMs?: number } = {}) {
    this.ordinary = new AsideThread(idleMs);
    this.huge = new AsideThread(idleMs);
    this.counting = new AsideThread(idleMs ?? COUNTING_IDLE_MS);
  }

  /** Takes the bytes, which are empty afterwards. Rejects with `ASIDE_FAILED`, as everything here does; where nobody wants it any more when its turn comes, too. */
  async read(api: WireApi, bytes: Buffer, isWanted?: () => boolean): Promise<LargeRequest | WireRefusal | TooManyValues> {
    const lent = this.lend(bytes, bytes.length, isWanted);
    const read = await lent.run('read', api);
    return read.kind === 'request' ? { ...read, large: new LargeBody(api, lent) } : read;
  }

  /** `request`: of any size, where what was found for it is large. */
  async recall(
    request: ReadRequest | LargeRequest,
    named: NamedResponses,
    found: FoundTurns,
  ): Promise<RecalledAside | (WireRefusal & Pick<RecalledAside, 'itemsBefore'>) | TooManyValues> {
    const lent = 'large' in request ? request.large.lent : this.lend(Buffer.from(request.text), HUGE_BYTES);
    const recalled = await lent.run('recall', named, found);
    if ('kind' in recalled) return recalled;
    const { facts, bytes, own, itemsBefore } = recalled;
    return { request: { ...facts, large: new LargeBody('responses', this.lend(asBuffer(bytes))) }, own, itemsBefore };
  }

  /** A provider's plain answer, read for metering; undefined: it is none. Takes the bytes. */
  async readAnswer(upstream: WireApi, bytes: Buffer): Promise<LargeAnswer | undefined> {
    const lent = this.lend(bytes);
    const facts = await lent.run('readAnswer', upstream);
    return facts && new LargeAnswer(upstream, lent, facts);
  }

  /** A plain answer as a stream, or a stream as a plain answer. Takes the bytes. */
  async reshaped(upstream: WireApi, bytes: Buffer, to: 'stream' | 'plain'): Promise<Gathered> {
    const reshaped = await this.lend(bytes).run('reshape', upstream, to);
    return reshaped.body ? { ...reshaped, body: asBuffer(reshaped.body) } : reshaped;
  }

  /** What a provider says of a failure, without these words. */
  async cleaned(bytes: Buffer, words: OwnWords, { framed }: { readonly framed: boolean }): Promise<Buffer> {
    const lent = this.lend(bytes);
    const { bytes: cleaned } = await lent.run('clean', words, framed);
    return cleaned ? asBuffer(cleaned) : lent.taken();
  }

  /** What is read of one event of a stream; its bytes stay here. */
  abridged(frame: Buffer): Promise<SseFields> {
    return this.lend(Buffer.from(frame)).run('abridge');
  }

  /** Of a request of any size that is at hand. */
  estimateInput({ api, text }: ReadRequest, model: string): Promise<{ readonly tokens: number; readonly audioTokens: number }> {
    return new LentBytes(Buffer.from(text), this.counting).run('estimateInput', api, model);
  }

  estimateTexts(model: string, texts: readonly string[]): Promise<number> {
    return new LentBytes(NOTHING, this.counting).run('estimateTexts', model, texts);
  }

  async close(): Promise<void> {
    await Promise.all([this.ordinary.close(), this.huge.close(), this.counting.close()]);
  }

  /** What is not large may be a view of what others have, and is not moved. */
  private lend(bytes: Buffer, size = bytes.length, isWanted?: () => boolean): LentBytes {
    return new LentBytes(bytes.length > LARGE_BYTES ? bytes : Buffer.from(bytes), size > HUGE_BYTES ? this.huge : this.ordinary, isWanted);
  }
}
