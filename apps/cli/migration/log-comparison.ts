import type { Finding } from '#audit';
import type { EventReader, RawEvent } from '#event-store';

/** Holds a target against its source, event by event in the order of both logs: stream, revision, and the bytes, id included. */
export class LogComparison {
  readonly #source: AsyncIterator<RawEvent>;
  /** Events that stand in both, from the beginning on. */
  same = 0n;
  /** Events of the target behind the last one of the source: it has been in use. */
  beyond = 0n;
  /** The first event that differs. What comes behind it is not compared: it would all stand in another place. */
  difference: { readonly ours: RawEvent | undefined; readonly theirs: RawEvent } | undefined;

  constructor(source: Pick<EventReader, 'scan'>) {
    this.#source = source.scan({ after: 0n })[Symbol.asyncIterator]();
  }

  /** The next event of the target. */
  async take(theirs: RawEvent): Promise<void> {
    if (this.difference) return;
    const next = await this.#source.next();
    if (next.done) this.beyond += 1n;
    else if (isSame(next.value, theirs)) this.same += 1n;
    else this.difference = { ours: next.value, theirs };
  }

  /** Passes the target's events on as they are taken. */
  async *over(target: AsyncIterable<RawEvent>): AsyncIterable<RawEvent> {
    for await (const theirs of target) {
      await this.take(theirs);
      yield theirs;
    }
  }

  /** At the end of the target: what it lacks or has otherwise; undefined when it holds the whole source. */
  async finding(): Promise<Finding | undefined> {
    if (this.difference) return differs(this.difference.theirs, this.difference.ours);
    const next = await this.#source.next();
    return next.done ? undefined : named(next.value, null, `is missing from the target, which ends after ${this.same} events`);
  }

  async close(): Promise<void> {
    await this.#source.return?.();
  }
}

function differs(theirs: RawEvent, ours: RawEvent | undefined): Finding {
  const other = ours === undefined ? 'nothing' : `${ours.stream} revision ${ours.revision}`;
  const what = ours?.stream === theirs.stream && ours.revision === theirs.revision ? 'other bytes' : other;
  return named(theirs, theirs.position, `is not what the source has in its place: there stands ${what}`);
}

function isSame(ours: RawEvent, theirs: RawEvent): boolean {
  const intact = ours.damage === undefined && theirs.damage === undefined;
  return intact && ours.stream === theirs.stream && ours.revision === theirs.revision && ours.text === theirs.text;
}

function named({ stream, revision }: RawEvent, position: bigint | null, problem: string): Finding {
  return { stream, revision, position, id: null, problem };
}
