import { setTimeout as delay } from 'node:timers/promises';
import type { EventReader, Position, RecordedEvent } from '#event-store';
import { PositionWaits } from './position-waits.js';
import {
  problemOf,
  reachedBy,
  statusOf,
  type PlacedProjection,
  type ProjectorState,
  type ProjectorStatus,
  type ProjectorView,
} from './projector.view.js';
import type { CollectionName, RowReader } from './read-model.port.js';

export interface RemoteProjectorOptions {
  readonly events: Pick<EventReader, 'head' | 'readAll'>;
  readonly models: Pick<RowReader, 'checkpoint'>;
  readonly projections: readonly (CollectionName & { readonly lazy: boolean })[];
  /** Whoever leads the projections now, and when it last said so (RFC 3339); undefined for nobody. */
  readonly leader: () => Promise<RemoteLeader | undefined>;
}

export interface RemoteLeader {
  readonly heartbeat: string;
  /** How many have led before. */
  readonly takeovers: number;
}

/** As long as somebody waits: a read behind a write costs this much more than the projector takes. */
const POLL_MS = 25;
/** Positions of other engines count bytes, not events: so many are looked at to tell how far behind something is. */
const COUNTED_EVENTS = 1_000;

/**
 * The projector that runs in another process, known by the checkpoints that it stores. Nothing is polled unless somebody waits for
 * a position. A store that does not answer is asked again until the time of those who wait is over.
 */
export class RemoteProjector implements ProjectorView {
  #reached: Position = -1n;
  #polling = false;
  #closed = false;
  readonly #waits = new PositionWaits();

  constructor(private readonly options: RemoteProjectorOptions) {}

  waitFor(position: Position, timeoutMs: number): Promise<boolean> {
    const reached = (): boolean => this.#reached >= position;
    if (reached()) return Promise.resolve(true);
    const wait = this.#waits.add(reached, timeoutMs);
    if (!this.#polling) void this.#poll();
    return wait;
  }

  async problem(): Promise<string | undefined> {
    return problemOf(await this.#placed());
  }

  async status(): Promise<ProjectorStatus> {
    const [placed, head, leads] = await Promise.all([this.#placed(), this.options.events.head(), this.options.leader()]);
    const unread = this.#unreadBehind();
    const reached = reachedBy(placed, true);
    const behind = await unread(reached);
    return {
      state: this.#state(leads !== undefined),
      restarts: leads?.takeovers ?? 0,
      head: String(head),
      behind: String(behind.length),
      oldestUnread: behind[0]?.metadata.recorded ?? null,
      heartbeat: leads?.heartbeat ?? null,
      projections: await Promise.all(
        placed.map(async (each) => statusOf(each, BigInt((await unread(each.checkpoint?.position ?? 0n)).length))),
      ),
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#waits.end();
  }

  #state(isLed: boolean): ProjectorState {
    if (this.#closed) return 'closed';
    return isLed ? 'running' : 'absent';
  }

  async #poll(): Promise<void> {
    this.#polling = true;
    while (!this.#waits.none && !this.#closed) {
      await this.#look().catch(() => undefined);
      this.#waits.check();
      if (!this.#waits.none) await delay(POLL_MS);
    }
    this.#polling = false;
  }

  async #look(): Promise<void> {
    const reached = reachedBy(await this.#placed());
    if (reached > this.#reached) this.#reached = reached;
  }

  #placed(): Promise<PlacedProjection[]> {
    return Promise.all(
      this.options.projections.map(async ({ name, version, lazy }) => {
        const checkpoint = await this.options.models.checkpoint({ name, version });
        return { name, version, lazy, checkpoint };
      }),
    );
  }

  /** Most projections stand at the same place: what is behind it is read once. */
  #unreadBehind(): (after: Position) => Promise<readonly RecordedEvent[]> {
    const pages = new Map<Position, Promise<readonly RecordedEvent[]>>();
    return (position) => {
      const after = position < 0n ? 0n : position;
      const page = pages.get(after) ?? this.options.events.readAll({ after, max: COUNTED_EVENTS }).then(({ events }) => events);
      pages.set(after, page);
      return page;
    };
  }
}
