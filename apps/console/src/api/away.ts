import { API_PATH } from './base.js';
import { Store } from './store.js';

export interface Gone {
  /** When the last answer came, and when the next try is, in milliseconds since 1970. */
  readonly sinceMs: number;
  readonly nextTryMs: number;
  readonly isTrying: boolean;
}

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 8_000;

/** Undefined while the gateway answers. */
export const gone = new Store<Gone | undefined>(undefined);
const back = new Set<() => void>();
let waitMs = FIRST_WAIT_MS;
let timer: number | undefined;

/** `whenBack` is called each time the gateway answers again. */
export function onceBack(whenBack: () => void): void {
  back.add(whenBack);
}

/** A call met no answer: ask again until one comes. */
export function reportAway(): void {
  if (gone.get() !== undefined) return;
  waitMs = FIRST_WAIT_MS;
  waitFrom(Date.now());
}

export async function tryNow(): Promise<void> {
  const now = gone.get();
  if (now === undefined || now.isTrying) return;
  window.clearTimeout(timer);
  gone.set({ ...now, isTrying: true });
  if (await answers()) {
    gone.set(undefined);
    for (const whenBack of back) whenBack();
    return;
  }
  waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  waitFrom(now.sinceMs);
}

function waitFrom(sinceMs: number): void {
  gone.set({ sinceMs, nextTryMs: Date.now() + waitMs, isTrying: false });
  timer = window.setTimeout(() => void tryNow(), waitMs);
}

const answers = (): Promise<boolean> =>
  fetch(`${API_PATH}readyz`, { signal: AbortSignal.timeout(LONGEST_WAIT_MS) }).then(
    ({ ok }) => ok,
    () => false,
  );
