/** Pauses between tries: the first one, then each twice as long, up to the longest. */
export interface Pauses {
  readonly firstMs: number;
  readonly longestMs: number;
  /** As chance has it, up to that: those who lost a race come back at different times. */
  readonly random: boolean;
}

/** What a writer does about an append that does not simply succeed. */
export interface AppendPolicy {
  /** How long all tries together may take, where whoever asks brings no deadline; as long as the store gives each where nothing is said. */
  readonly timeoutMs?: number;
  /** Nobody knows whether the events were written: the same are sent again, at the same revision. */
  readonly doubt: {
    readonly retries: number;
    /** At a stretch, from the first try on. */
    readonly patienceMs: number;
    readonly pauses: Pauses;
    /** A store that is away is waited for in the same way. */
    readonly outlastsOutages: boolean;
  };
  /** Somebody else was first: the stream is read, and decided anew. */
  readonly races: { readonly retries: number; readonly pauses: Pauses };
  /**
   * Whether the writer goes on from its own bytes. Engines compare ids only, and an earlier try of a command has the same ids but other
   * times: then a repetition that stands there with other bytes is a lost race.
   */
  readonly comparesRepetitions: boolean;
}

const AT_ONCE: Pauses = { firstMs: 0, longestMs: 0, random: false };
const NO_RETRY = { retries: 0, patienceMs: Infinity, pauses: AT_ONCE, outlastsOutages: false };
const WITHIN_A_REQUEST = { ...NO_RETRY, retries: 3 };

/** Every writer there is. */
export const APPENDS = {
  /** Batches of commands. One of those who lost a race wins each round, with more of its commands in the next batch; all take some two seconds. */
  account: {
    timeoutMs: 5_000,
    doubt: WITHIN_A_REQUEST,
    races: { retries: 40, pauses: { firstMs: 2, longestMs: 100, random: true } },
    comparesRepetitions: true,
  },
  /** Entities change when people change them: a race is rare, and whoever lost it is behind by an event or two. */
  entity: { timeoutMs: 5_000, doubt: WITHIN_A_REQUEST, races: { retries: 20, pauses: AT_ONCE }, comparesRepetitions: true },
  /** A hundred rounds, won or lost: each lost race means that somebody else got on, and a claim takes few events. */
  claim: { timeoutMs: 5_000, doubt: NO_RETRY, races: { retries: 99, pauses: AT_ONCE }, comparesRepetitions: false },
  /** Run again, a migration goes on where it stopped; so it gives up after a while. What it wrote is compared at its end, byte by byte. */
  migration: {
    doubt: {
      retries: Infinity,
      patienceMs: 60_000,
      pauses: { firstMs: 100, longestMs: 3_000, random: false },
      outlastsOutages: true,
    },
    races: { retries: 0, pauses: AT_ONCE },
    comparesRepetitions: false,
  },
} as const satisfies Record<string, AppendPolicy>;

/** Before the try behind so many earlier ones; `chance` is from 0 up to 1. */
export function pauseMs({ firstMs, longestMs, random }: Pauses, tries: number, chance: number): number {
  return Math.min(longestMs, firstMs * 2 ** tries) * (random ? chance : 1);
}

export async function pause(pauses: Pauses, tries: number): Promise<void> {
  if (pauses.longestMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs(pauses, tries, Math.random())));
}
