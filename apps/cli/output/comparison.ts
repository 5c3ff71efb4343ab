import type { Finding } from '#audit';

/** What came of holding the log, or an export of it, against another store. */
export interface Comparison {
  readonly with: 'vault' | 'read models' | 'manifest';
  /** False where it could not be: the detail says why, and how it can be. */
  readonly compared: boolean;
  /** One line for a person. */
  readonly detail: string;
}

export const compared = (store: Comparison['with'], detail: string): Comparison => ({ with: store, compared: true, detail });
export const notCompared = (store: Comparison['with'], detail: string): Comparison => ({ with: store, compared: false, detail });

/** About a store as a whole: no event is named. */
export const about = (problem: string): Finding => ({ stream: null, revision: null, position: null, id: null, problem });
