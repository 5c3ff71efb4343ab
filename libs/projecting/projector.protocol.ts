import type { Checkpoint, CollectionSpec, RowWrite } from '#read-model';

/** What main thread and projector thread say to each other. Positions are small enough to be cloned as bigints. */
export type ToProjector =
  /** Something was appended. Said only to a projector that has said it is idle. */
  | { readonly wake: true }
  /** Somebody waits for this position: no resting until it is folded. */
  | { readonly wanted: bigint }
  /** A row that follows from no projection. */
  | { readonly keep: { readonly collection: CollectionSpec; readonly row: RowWrite } }
  | { readonly stop: true };

export type FromProjector =
  | { readonly opened: readonly Projected[] }
  | { readonly projected: readonly Projected[]; readonly idle: boolean }
  /** It ends: nothing is wrong with the rows, but with reading or writing. */
  | { readonly fault: { readonly code: string; readonly message: string } };

/** Where one projection stands. */
export type Projected = Checkpoint & { readonly name: string; readonly version: number; readonly lazy: boolean };

/** What a projector thread is started with. */
export interface ProjectorFiles {
  readonly eventsFile: string;
  readonly readModelsFile: string;
  /** Share of one core that it may take while requests are served, 0 to 1. */
  readonly duty: number;
}
