import type { EventReader } from '#event-store';
import type { DataDirectory, Engines } from '#process';
import type { ReadModels, RowReader } from '#read-model';
import type { VaultReader } from '#vault';

/** Where a command that only reads finds what was recorded. Whoever opens something closes it. */
export type Source = InDirectory | OnEngines;

interface InDirectory extends Stores {
  readonly directory: DataDirectory;
  readonly engines?: undefined;
}

export interface OnEngines extends Stores {
  readonly directory?: undefined;
  readonly engines: Engines;
}

export interface Stores {
  events(): Promise<EventReader>;
  rows(): Promise<RowReader>;
  /** As it is kept, without the master key; undefined where there is none. */
  vault(): Promise<VaultReader | undefined>;
  /** Empty read models beside the live ones, gone when they are closed; files of them are made in `directory`. */
  scratch(directory: string): Promise<ReadModels>;
}
