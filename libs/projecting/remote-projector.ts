import { setTimeout as delay } from 'node:timers/promises';
import type { EventReader, Position } from '#event-store';
import { eventsBehind } from './events-behind.js';
import type { RemoteLeader } from '#membership';
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
import type { CollectionName, RowReader } from '#read-model';

export interface RemoteProjectorOptions {
  readonly events: Pick<EventReader, 'gapless' | 'head' | 'readAll'>;
  readonly models: Pick<RowReader, 'checkpoint'>;
  readonly projections: readonly (CollectionName & { readonly lazy: boolean })[];
  /** Whoever leads the projections now, and when it last said so (RFC 3339); undefined for nobody. */
  readonly leader: () => Promise<RemoteLeader | undefined>;
}

/** As long as somebody waits: a read behind a write costs this much more than the projector takes. */
const POLL_MS = 25;

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
    const { events, leader } = this.options;
    const [placed, head, leads] = await Promise.all([this.#placed(), events.head(), leader()]);
    const furthestBehind = reachedBy(placed, true);
    const reached = furthestBehind < 0n ? 0n : furthestBehind;
    const [unread] = reached < head ? (await events.readAll({ after: reached, max: 1 })).events : [];
    const behind = this.#behind(head);
    return {
      state: this.#state(leads !== undefined),
      restarts: leads?.takeovers ?? 0,
      head: String(head),
      behind: String(await behind(reached)),
      oldestUnread: unread?.metadata.recorded ?? null,
      heartbeat: leads?.heartbeat ?? null,
      projections: await Promise.all(placed.map(async (each) => statusOf(each, await behind(each.checkpoint?.position ?? 0n)))),
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

  /** Most projections stand at the same place: what is behind it is counted once. */
  #behind(head: Position): (position: Position) => Promise<bigint> {
    const counted = new Map<Position, Promise<bigint>>();
    return (position) => {
      const behind = counted.get(position) ?? eventsBehind(this.options.events, position, head);
      counted.set(position, behind);
      return behind;
    };
  }
}
