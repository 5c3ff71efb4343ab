import type { EventReader } from '#event-store';
import type { Term, TermStore } from '#membership';
import type { ReadModels, RowReader } from '#read-model';

/** What all projectors of an installation compete for: one of them leads for a term. */
export const PROJECTOR_LEADERSHIP = 'projector';

/** What a projector in a process of its own works on. */
export interface ProjectorStores {
  readonly events: Pick<EventReader, 'gapless' | 'head' | 'readAll' | 'readStream' | 'eventAt'>;
  readonly rows: RowReader;
  readonly terms: TermStore;
  /** To be written under the term, and closed by whoever opened it. */
  readModels(term: Term): Promise<ReadModels>;
  close(): Promise<void>;
}
