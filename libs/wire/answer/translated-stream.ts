import { droppedNames } from '../json/dropped.js';
import type { WireError } from '../common/errors.js';
import { believable, wholeUsage, type ToldUsage } from '../common/told-usage.js';
import type { Usage } from '../common/usage.js';
import { FrameRelay } from '../sse/frame-relay.js';
import type { StreamFacts } from '../sse/stream-facts.js';
import type { StreamEnd, StreamRelay } from '../sse/stream-relay.js';
import { noArguments, type AnswerContext, type AnswerEvent, type AsClientCalls } from './answer.js';
import type { StreamReader } from './stream-reader.js';
import type { StreamWriter } from './stream-writer.js';

/** Bytes that make a token in ordinary text: only for a usage that nobody told. */
const BYTES_PER_TOKEN = 4;
/** Blocks of an answer that may be empty; each above them counts for as much text as the token that it takes. What each takes in memory. */
const FREE_BLOCKS = 1_000;
const BLOCK_TEXT_BYTES = 32;
const BLOCK_BYTES = 1024;

/**
 * A stream of one dialect, said in another. Frames leave as soon as they are known; the end is written when it is asked for, so that it waits for the
 * charge by itself. Where the provider's terminal marker never came, there is none for the client either.
 */
export class TranslatedStreamRelay extends FrameRelay implements StreamRelay {
  private begun = false;
  private pending = '';
  private text = '';
  private textBytes = 0;
  private blocks = 0;

  constructor(
    private readonly reader: StreamReader,
    private readonly writer: StreamWriter,
    private readonly context: AnswerContext,
    private readonly asClientCalls: AsClientCalls,
  ) {
    super();
  }

  protected get facts(): StreamFacts {
    return this.reader.facts;
  }

  get started(): boolean {
    return this.begun;
  }

  get ping(): Buffer {
    return this.writer.ping;
  }

  /** The text stands here, with the reader and with the writer. */
  get keptBytes(): number {
    return this.frames.keptBytes + 3 * this.textBytes + BLOCK_BYTES * this.blocks;
  }

  hasMoreTextThan(bytes: number): boolean {
    return this.textBytes + BLOCK_TEXT_BYTES * Math.max(0, this.blocks - FREE_BLOCKS) > bytes;
  }

  end(): StreamEnd {
    this.relayRest();
    const { reader, facts } = this;
    const hasText = (): boolean => this.textBytes > 0;
    if (this.state === 'open') {
      facts.endUnmarked(hasText, this.endsWithoutDone);
      if (facts.state === 'done') this.say(reader.finish());
    }
    const { state } = this;
    const told = believable(facts.told, hasText);
    const usage = wholeUsage(told);
    const left = this.take()?.toString('utf8') ?? '';
    const said = left + droppedLine(reader.dropped);
    const lastWith = (usage: Usage) => (state === 'done' ? Buffer.from(said + this.writer.end(reader.answerEnd, usage)) : undefined);
    return {
      state,
      last: lastWith(usage ?? this.roughUsage(told)),
      lastWith,
      usage,
      told,
      unpriced: facts.unpriced,
      keptIds: [],
      output: this.writer.output,
      receivedText: () => this.text,
      ending: facts.ending,
      serviceTier: facts.serviceTier,
      error: this.failure ?? facts.error,
    };
  }

  errorFrame(error: WireError): Buffer {
    return this.writer.errorFrame(error);
  }

  protected relay(frame: Buffer): void {
    this.say(this.reader.read(this.frames.fieldsOf(frame)));
  }

  private say(events: readonly AnswerEvent[]): void {
    for (const event of events) {
      this.begun = true;
      if (event.type === 'open') this.blocks += 1;
      this.pending += this.writer.write(event.type === 'open' ? { ...event, block: this.asClientCalls(event.block) } : event);
      const text = textOf(event);
      this.text += text;
      this.textBytes += Buffer.byteLength(text);
    }
    const broken = this.facts.state === 'done' ? this.writer.brokenCall?.(this.reader.answerEnd) : undefined;
    if (broken !== undefined) this.fail(noArguments(broken));
  }

  protected take(): Buffer | undefined {
    const bytes = this.pending === '' ? undefined : Buffer.from(this.pending);
    this.pending = '';
    return bytes;
  }

  private roughUsage({ input, output }: ToldUsage): Usage {
    return {
      ...(input ?? { input: this.context.estimatedInputTokens, cached_input: 0, cache_write: 0 }),
      ...(output ?? { output: Math.ceil(this.textBytes / BYTES_PER_TOKEN), reasoning: 0 }),
    };
  }
}

/** A comment in front of the end, whose frame it is part of: the header has left long ago. Readers of event streams skip it (WHATWG HTML, 9.2.6). */
function droppedLine(dropped: readonly string[]): string {
  return dropped.length === 0 ? '' : `: x-tokenok-dropped: ${droppedNames(dropped)}\n`;
}

function textOf(event: AnswerEvent): string {
  if (event.type === 'delta') return event.text;
  return event.type === 'open' && event.block.kind === 'call' ? event.block.name : '';
}
