import type { EventStore } from '#event-store';
import type { FailureStore } from '#failures';
import type { HistoryStore } from '#response-history';
import type { LifeStore } from '#membership';
import type { ProjectorView, RebuildAside } from '#projecting';
import type { KeepRow, RowReader } from '#read-model';
import type { Vault } from '#vault';
import type { Ground } from '../ground/ground.js';

/**
 * What the books stand on. Everything above asks for these, never for the engine behind them: what differs between engines is a
 * flag here.
 */
export interface Stores {
  readonly events: EventStore;
  readonly models: RowReader;
  /** Rows of the gateway's own among the read models. */
  readonly keep: KeepRow;
  readonly vault: Vault;
  /** Translated answers that can be gone on from. */
  readonly responses: HistoryStore;
  /** Sign-ins that failed, as all gateways count them. */
  readonly failures: FailureStore;
  readonly projector: ProjectorView;
  /** The rows held against the log. Undefined where that would write into a store that others share. */
  readonly rebuild: RebuildAside | undefined;
  /** Who else lives. Undefined where no other gateway can write beside this one: every other life is dead, nothing comes from elsewhere. */
  readonly lives: LifeStore | undefined;
}

export type OpenStores = (ground: Ground) => Promise<Stores>;
