import { EMPTY_TIP, type EventStore, type Position, type RecordedEvent, type StreamTip } from '#event-store';

/** What a stream comes to, and where it stands. */
export interface Standing<State> {
  /** Undefined before the first event. */
  readonly state: State | undefined;
  readonly tip: StreamTip;
  /** Of the last event; 0n where there is none. */
  readonly position: Position;
}

/**
 * Where a writer finds the states of its streams. Kinds of which there are few are folded in memory and stay there (the directory);
 * kinds that grow without bound are read from their stream each time and never held (`ReadStates`).
 */
export interface StreamStates<State> {
  standing(stream: string): Standing<State> | Promise<Standing<State>>;
  /** Told of each event that was written, or read because others had written it, in the order of its stream; known ones too. */
  apply(event: RecordedEvent): void;
}

const PAGE = 1_000;

/** Reads the stream, from its first event on, whenever it is asked: for streams that are short by nature. */
export class ReadStates<State> implements StreamStates<State> {
  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly evolve: (state: State | undefined, event: RecordedEvent) => State,
  ) {}

  async standing(stream: string): Promise<Standing<State>> {
    let standing: Standing<State> = { state: undefined, tip: EMPTY_TIP, position: 0n };
    for (;;) {
      const page = await this.store.readStream(stream, { from: standing.tip.revision + 1n, max: PAGE });
      for (const event of page) standing = this.#behind(standing, event);
      if (page.length < PAGE) return standing;
    }
  }

  /** Nothing is held. */
  apply(): void {}

  #behind({ state }: Standing<State>, event: RecordedEvent): Standing<State> {
    const { revision, position, metadata } = event;
    return { state: this.evolve(state, event), tip: { revision, hash: metadata.hash }, position };
  }
}
