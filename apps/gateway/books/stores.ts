import type { EventStore } from '#event-store';
import type { ResponseHistory } from '#response-history';
import type { LifeStore } from '#membership';
import type { ProjectorView } from '#projecting';
import type { RowReader } from '#read-model';
import type { Vault } from '#vault';
import type { Foundation } from '../lifecycle/foundation.module.js';

/**
 * What the books stand on. Everything above asks for these, never for the engine behind them: what differs between engines is a
 * flag here.
 */
export interface Stores {
  readonly events: EventStore;
  readonly models: RowReader;
  readonly vault: Vault;
  /** Translated answers that can be gone on from. */
  readonly responses: ResponseHistory;
  readonly projector: ProjectorView;
  /** Who else lives. Undefined where no other gateway can write beside this one: every other life is dead, nothing comes from elsewhere. */
  readonly lives: LifeStore | undefined;
}

export type OpenStores = (foundation: Foundation) => Promise<Stores>;
