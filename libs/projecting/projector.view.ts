import type { Position } from '#event-store';
import type { Checkpoint, CollectionName, Comparison, Poison } from '#read-model';

/** `absent`: no process leads the projections at the moment; what has been folded can still be read. */
export type ProjectorState = 'running' | 'restarting' | 'absent' | 'closed';

export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly state: 'live' | 'building' | 'stopped';
  readonly position: string;
  /** Events behind the head: 1,000 stands for that many or more where they have to be counted. */
  readonly behind: string;
  readonly poison: Poison | null;
  readonly parked: readonly Poison[];
  readonly compared: Comparison | null;
}

/** Lag in three ways: events behind, age of the oldest unread event, heartbeat. */
export interface ProjectorStatus {
  readonly state: ProjectorState;
  /** Times that it was started again or another one took over, as far as whoever tells knows. */
  readonly restarts: number;
  readonly head: string;
  /** Of the projection that is furthest behind, lazy and stopped ones aside; counted as in `ProjectionStatus`. */
  readonly behind: string;
  /** When the oldest event that was not folded yet was recorded; null when there is none. */
  readonly oldestUnread: string | null;
  /** When the projector last said where it is; null before the first time. */
  readonly heartbeat: string | null;
  readonly projections: readonly ProjectionStatus[];
}

/** The projector as a gateway sees it, in a thread of the same process or elsewhere. A class, so that it can be injected. */
export abstract class ProjectorView {
  /**
   * True once every projection that is not lazy has folded everything up to the position; false when the time is over. One that is
   * stopped never gets there. Never throws for time.
   */
  abstract waitFor(position: Position, timeoutMs: number): Promise<boolean>;
  /** Why reads cannot be served: a projection is being built for the first time, or stands still. Throws the store's faults. */
  abstract problem(): Promise<string | undefined>;
  abstract status(): Promise<ProjectorStatus>;
  abstract close(): Promise<void>;
}

/** A projection and where it stands; undefined where it has stored nothing yet. */
export type PlacedProjection = CollectionName & { readonly lazy: boolean } & { readonly checkpoint: Checkpoint | undefined };

/** Position of the projection that is furthest behind, lazy ones aside; -1n where one has not begun. */
export function reachedBy(placed: readonly PlacedProjection[], passOverStopped = false): Position {
  const counted = placed.filter(({ lazy, checkpoint }) => !lazy && !(passOverStopped && checkpoint?.stopped));
  const positions = counted.map(({ checkpoint }) => checkpoint?.position ?? -1n);
  return positions.reduce((least, position) => (position < least ? position : least), positions[0] ?? -1n);
}

/** No fault: it comes to an end by itself. */
export const BUILDING = 'projections are being built';

export function problemOf(placed: readonly PlacedProjection[]): string | undefined {
  const stopped = placed.filter(({ checkpoint }) => checkpoint?.stopped).map(({ name }) => name);
  if (stopped.length > 0) return `projections stand still: ${stopped.join(', ')}`;
  return placed.length > 0 && placed.every(({ checkpoint }) => checkpoint?.live) ? undefined : BUILDING;
}

export function statusOf({ name, version, checkpoint }: PlacedProjection, behind: bigint): ProjectionStatus {
  const { position = 0n, live = false, stopped = null, parked = [], compared = null } = checkpoint ?? {};
  const state = stopped ? 'stopped' : live ? 'live' : 'building';
  return { name, version, state, position: String(position), behind: String(behind), poison: stopped, parked, compared };
}
