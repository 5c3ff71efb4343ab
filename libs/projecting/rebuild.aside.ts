import type { Rebuilt } from './projection.rebuild.js';

/** Folds the events again beside whoever serves, on no thread of theirs, and compares: each projection that has been built. */
export interface RebuildAside {
  /** Undefined where it takes longer. Rejects where the rows cannot be read: `READ_MODEL_DAMAGED`, `READ_MODEL_UNAVAILABLE`. */
  run(withinMs: number): Promise<readonly Rebuilt[] | undefined>;
  /** Ends one that runs. */
  close(): Promise<void>;
}
