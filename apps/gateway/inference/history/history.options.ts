import type { HistoryStore } from '#response-history';
import type { PersonalData } from '#vault';
import type { Logger } from 'pino';

/** What keeping, finding and sweeping need. */
export interface HistoryOptions {
  readonly store: HistoryStore;
  readonly personal: PersonalData;
  readonly log: Logger;
  /** How long a response is kept; 0: none is. */
  readonly days: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
