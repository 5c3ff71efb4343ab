import {
  AmbiguousError,
  ConflictError,
  UnavailableError,
  WithdrawnError,
  type AppendOptions,
  type Appended,
  type EventStore,
  type SealedEvent,
} from '#event-store';
import { createMemoryEventStore } from '#event-store/memory';

/** What goes wrong with one append. `lost`: written, but nobody hears of it. `late`: written only right before the next append. */
export type AppendFault = 'conflict' | 'lost' | 'unwritten' | 'late' | 'unavailable' | 'withdrawn' | 'fine';

export interface AppendCall {
  readonly stream: string;
  readonly events: readonly SealedEvent[];
  readonly expected: bigint | 'no_stream';
  readonly options?: AppendOptions | undefined;
}

/** The memory store with faults on order, and a record of what was written. */
export class FaultyStore {
  readonly written: AppendCall[] = [];
  /** Faults of the appends to come, first come first served; afterwards all is fine. */
  faults: AppendFault[] = [];
  /** Only appends of streams that begin like this meet a fault. */
  faultyStreams = '';
  /** The process dies after so many more appends: nothing answers any longer. */
  appendsLeft = Infinity;
  /** Held up here before an append is begun, and before its answer goes out: to have several under way, in any order. */
  begins: (call: AppendCall) => Promise<void> = async () => {};
  answers: (call: AppendCall) => Promise<void> = async () => {};
  /** Whether it takes appends behind others that are not answered, as the embedded engine does. */
  pipelines = false;
  private late: AppendCall[] = [];
  private readonly inner: EventStore;

  constructor(history: readonly AppendCall[] = []) {
    this.inner = createMemoryEventStore();
    for (const { stream, events, expected } of history) {
      void this.inner.append(stream, events, expected);
      this.written.push({ stream, events, expected });
    }
  }

  /** The same store as a process sees it; one that has died does not come back. */
  connect(): EventStore {
    const guard = <Value>(ask: () => Promise<Value>) =>
      this.appendsLeft > 0 ? ask() : Promise.reject(new UnavailableError('The process died'));
    return {
      gapless: this.inner.gapless,
      certain: false,
      pipelines: this.pipelines,
      probe: () => this.inner.probe(),
      append: (stream, events, expected, options) => guard(() => this.answered({ stream, events, expected, options })),
      readStream: (stream, options) => guard(() => this.inner.readStream(stream, options)),
      readAll: (options) => this.inner.readAll(options),
      eventAt: (position) => this.inner.eventAt(position),
      scan: (options) => this.inner.scan(options),
      subscribe: (options, handler) => this.inner.subscribe(options, handler),
      head: () => this.inner.head(),
      close: () => this.inner.close(),
    };
  }

  private async answered(call: AppendCall): Promise<Appended> {
    await this.begins(call);
    try {
      return await this.append(call);
    } finally {
      await this.answers(call);
    }
  }

  private async append(call: AppendCall): Promise<Appended> {
    const { stream, expected } = call;
    await new Promise((resolve) => setImmediate(resolve)); // an append takes its time
    for (const late of this.late.splice(0)) await this.write(late).catch(() => {}); // too late: something else stands there
    switch ((stream.startsWith(this.faultyStreams) ? this.faults.shift() : undefined) ?? 'fine') {
      case 'conflict':
        if (this.stands(call)) return this.write(call); // a duplicate, on any engine
        throw new ConflictError(stream, expected);
      case 'unavailable':
        throw new UnavailableError('Disk full');
      case 'withdrawn':
        throw new WithdrawnError('Not begun');
      case 'unwritten':
        throw new AmbiguousError('Timed out');
      case 'late':
        this.late.push(call);
        throw new AmbiguousError('Timed out');
      case 'lost':
        await this.write(call);
        throw new AmbiguousError('Timed out');
      case 'fine':
        return this.write(call);
    }
  }

  private stands({ stream, events, expected }: AppendCall): boolean {
    return this.written.some((other) => other.stream === stream && other.expected === expected && other.events[0]?.id === events[0]?.id);
  }

  private async write(call: AppendCall): Promise<Appended> {
    const appended = await this.inner.append(call.stream, call.events, call.expected, behindOf(call));
    if (!appended.duplicate) {
      this.written.push(call);
      this.appendsLeft -= 1;
    }
    return appended;
  }
}

const behindOf = ({ options }: AppendCall): AppendOptions => (options?.behind === undefined ? {} : { behind: options.behind });
