import type { JsonObject } from '#event-store';

/** One life of a gateway, from its start to its end: a process that starts again begins another one. */
export interface LifeRecord {
  readonly life: string;
  /** Rises with each beat. No time is in it: whoever reads judges by a clock of their own (`LifeWatch`). */
  readonly beats: number;
  readonly ended: boolean;
  /** What others should know of it, such as the version that it runs. */
  readonly info: JsonObject;
}

/** Who lives: one document for each life, in the read-model store and never an event. */
export interface LifeStore {
  /** The first beat. Beginning twice is beginning once. */
  begin(life: string, info: JsonObject): Promise<void>;
  /** Resolves to what was asked of it since the last beat, once. Throws `LIFE_ENDED` where somebody has ended it: then it has to stop at once. */
  beat(life: string, info: JsonObject): Promise<string | undefined>;
  /** What a person wants of a life: heard with its next beat; the last one counts. Of a life that has ended it is never heard. */
  ask(life: string, what: string): Promise<void>;
  /** At a graceful stop, and by whoever has buried a dead life. Its document goes a day later. */
  end(life: string): Promise<void>;
  list(): Promise<readonly LifeRecord[]>;
  close(): Promise<void>;
}

/** The life was ended, by itself or by somebody who presumed it dead: it must stop, and may begin another one. */
export class LifeEndedError extends Error {
  readonly code = 'LIFE_ENDED';
  constructor(readonly life: string) {
    super(`The life ${life} has ended`);
  }
}
