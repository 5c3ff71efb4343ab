import type { EventReader } from '#event-store';
import type { Lease, LeaseStore } from '#membership';
import type { ReadModels, RowReader } from '#read-model';

/** The lease that all projectors of an installation compete for. */
export const PROJECTOR_LEASE = 'projector';

/** What a projector in a process of its own works on. */
export interface ProjectorStores {
  readonly events: Pick<EventReader, 'gapless' | 'head' | 'readAll' | 'eventAt'>;
  readonly rows: RowReader;
  readonly leases: LeaseStore;
  /** To be written under the lease, and closed by whoever opened it. */
  readModels(lease: Lease): Promise<ReadModels>;
  close(): Promise<void>;
}
