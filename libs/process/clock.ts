/** Milliseconds each. What a clock is made of, so that tests hand in both. */
export interface ClockSources {
  /** The wall clock, since the epoch: anybody may set it. */
  readonly wallMs: () => number;
  /** The machine's uptime, its sleep included: nobody can set it. It costs a system call, and need not be finer than 10 ms. */
  readonly uptimeMs: () => number;
  /** Time of this process that only goes forward: cheap, and may stand still while the machine sleeps. */
  readonly elapsedMs: () => number;
}

/** What became of the wall clock. `movedByMs` is how far it has moved, forward above zero. */
export interface ClockChange {
  readonly kind: 'moved' | 'returned' | 'accepted';
  readonly movedByMs: number;
}

/** A wall clock that has moved, and is not believed yet. */
export interface ClockDoubt {
  readonly movedByMs: number;
  /** By the time that is given out meanwhile, since the epoch. */
  readonly sinceMs: number;
}

/** What the wall clock may move against the machine's uptime in one life: time servers correct by less. */
export const MOST_MOVED_MS = 5 * 60_000;
/** A wall clock that has moved is believed once so much has really passed on it. */
export const BELIEVED_AFTER_MS = 10 * 60_000;
/** The uptime is asked this often, and whenever the wall clock leaves the process's own time by more. */
const LOOK_MS = 1_000;

/**
 * The time that commands take, in one life of a process. It is the wall clock's; but where that moves by more than five minutes
 * against the machine's uptime, time goes on from where it was by what has really passed, until the wall clock comes back, stays
 * where it is for ten minutes, or a person accepts it. While it is in doubt no month may be closed.
 */
export class Clock {
  /** They belong together: how far the wall clock has moved is counted from here. */
  #trusted: { readonly wallMs: number; readonly uptimeMs: number };
  /** The last look at which the wall clock was believed: time goes on from here while it is not. */
  #last: { readonly wallMs: number; readonly uptimeMs: number };
  #lookedAt: { readonly wallMs: number; readonly elapsedMs: number };
  /** The last millisecond that was asked for: under load many ask in one. */
  #written = { ms: Number.NaN, text: '' };
  #moved: { readonly byMs: number; readonly sinceUptimeMs: number; readonly sinceMs: number } | undefined;

  constructor(
    private readonly sources: ClockSources,
    private readonly onChange: (change: ClockChange) => void = () => undefined,
  ) {
    this.#trusted = this.#last = { wallMs: sources.wallMs(), uptimeMs: sources.uptimeMs() };
    this.#lookedAt = { wallMs: this.#trusted.wallMs, elapsedMs: sources.elapsedMs() };
  }

  /** Since the epoch. */
  readonly nowMs = (): number => {
    const wallMs = this.sources.wallMs();
    if (this.#moved === undefined && !this.#isDue(wallMs)) return wallMs;
    return this.look();
  };

  /** RFC 3339 UTC with milliseconds. */
  readonly now = (): string => {
    const nowMs = this.nowMs();
    if (nowMs !== this.#written.ms) this.#written = { ms: nowMs, text: new Date(nowMs).toISOString() };
    return this.#written.text;
  };

  /** Undefined while the wall clock is believed. */
  get doubt(): ClockDoubt | undefined {
    return this.#moved && { movedByMs: this.#moved.byMs, sinceMs: this.#moved.sinceMs };
  }

  /** Holds the wall clock against the uptime, and answers the time. To be called once a second, however little is asked. */
  look(): number {
    const { sources } = this;
    const [wallMs, uptimeMs] = [sources.wallMs(), sources.uptimeMs()];
    this.#lookedAt = { wallMs, elapsedMs: sources.elapsedMs() };
    const movedByMs = wallMs - this.#trusted.wallMs - (uptimeMs - this.#trusted.uptimeMs);
    if (Math.abs(movedByMs) <= MOST_MOVED_MS) return this.#believe('returned', wallMs, uptimeMs, movedByMs);
    const nowMs = Math.round(this.#last.wallMs + uptimeMs - this.#last.uptimeMs);
    if (this.#moved === undefined || Math.abs(movedByMs - this.#moved.byMs) > MOST_MOVED_MS) {
      this.#moved = { byMs: movedByMs, sinceUptimeMs: uptimeMs, sinceMs: nowMs };
      this.onChange({ kind: 'moved', movedByMs });
    } else if (uptimeMs - this.#moved.sinceUptimeMs >= BELIEVED_AFTER_MS) return this.#accept(wallMs, uptimeMs, movedByMs);
    return nowMs;
  }

  /** A person says that the wall clock is right. False where nothing is in doubt. */
  accept(): boolean {
    this.look();
    if (this.#moved === undefined) return false;
    const [wallMs, uptimeMs] = [this.sources.wallMs(), this.sources.uptimeMs()];
    this.#accept(wallMs, uptimeMs, wallMs - this.#trusted.wallMs - (uptimeMs - this.#trusted.uptimeMs));
    return true;
  }

  #accept(wallMs: number, uptimeMs: number, movedByMs: number): number {
    this.#trusted = { wallMs, uptimeMs };
    return this.#believe('accepted', wallMs, uptimeMs, movedByMs);
  }

  #believe(kind: 'returned' | 'accepted', wallMs: number, uptimeMs: number, movedByMs: number): number {
    const wasInDoubt = this.#moved !== undefined;
    this.#moved = undefined;
    this.#last = { wallMs, uptimeMs };
    if (wasInDoubt) this.onChange({ kind, movedByMs });
    return wallMs;
  }

  #isDue(wallMs: number): boolean {
    const elapsedMs = this.sources.elapsedMs() - this.#lookedAt.elapsedMs;
    return elapsedMs >= LOOK_MS || Math.abs(wallMs - this.#lookedAt.wallMs - elapsedMs) > LOOK_MS;
  }
}
