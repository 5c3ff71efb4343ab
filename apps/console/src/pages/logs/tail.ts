import { useCallback, useEffect, useRef, useState } from 'react';
import { API_PATH } from '../../api/base.js';
import { Declined } from '../../api/problem.js';
import type { LogRow } from './log.js';

export interface Tail {
  /** What came since the list was read, newest first. */
  readonly rows: readonly LogRow[];
  /** Came while the list was held. */
  readonly waiting: readonly LogRow[];
  /** Of the last batch, for a second. */
  readonly fresh: ReadonlySet<string>;
  readonly state: 'off' | 'opening' | 'open' | 'lost';
  readonly hold: (isHeld: boolean) => void;
  readonly show: () => void;
}

export interface TailOptions {
  readonly isOn: boolean;
  /** Filters and customer, as the list is asked. */
  readonly query: string;
  /** What the list has now that the tail was not open for. Throws what a call throws. */
  readonly catchUp: () => Promise<readonly LogRow[]>;
}

interface Held {
  readonly query: string;
  readonly rows: readonly LogRow[];
  readonly waiting: readonly LogRow[];
}

const AGAIN_MS = 3_000;
const FRESH_MS = 1_000;
const NONE: ReadonlySet<string> = new Set();

/** Follows the log by the filters of the page. Rows wait while the list is held: under the pointer, or scrolled away from its beginning. */
export function useTail({ isOn, query, catchUp }: TailOptions): Tail {
  const [held, setHeld] = useState<Held>({ query, rows: [], waiting: [] });
  const [fresh, setFresh] = useState(NONE);
  const isHeld = useRef(false);
  const take = useCallback(
    (rows: readonly LogRow[]): void => {
      setHeld((before) => taken(before, query, rows, isHeld.current));
      if (!isHeld.current) setFresh(new Set(rows.map(({ id }) => id)));
    },
    [query],
  );
  const show = useCallback((): void => setHeld((before) => ({ ...before, rows: [...before.waiting, ...before.rows], waiting: [] })), []);
  const state = useSource({ isOn, query, catchUp, take });
  useEffect(() => {
    if (fresh.size === 0) return undefined;
    const timer = setTimeout(() => setFresh(NONE), FRESH_MS);
    return () => clearTimeout(timer);
  }, [fresh]);
  const hold = useCallback(
    (next: boolean): void => {
      if (isHeld.current && !next) show();
      isHeld.current = next;
    },
    [show],
  );
  const own = held.query === query ? held : { rows: [], waiting: [] };
  return { rows: own.rows, waiting: own.waiting, fresh, state, hold, show };
}

function taken(before: Held, query: string, came: readonly LogRow[], isHeld: boolean): Held {
  const { rows, waiting } = before.query === query ? before : { rows: [], waiting: [] };
  const known = new Set([...rows, ...waiting].map(({ id }) => id));
  const added = came.filter(({ id }) => !known.has(id));
  return isHeld ? { query, rows, waiting: [...added, ...waiting] } : { query, rows: [...added, ...waiting, ...rows], waiting: [] };
}

/** One event source: browsers open it again by themselves, but for a refusal. After each opening what was missed is asked for. */
function useSource({ isOn, query, catchUp, take }: TailOptions & { readonly take: (rows: readonly LogRow[]) => void }): Tail['state'] {
  const [state, setState] = useState<Tail['state']>('off');
  const [attempt, setAttempt] = useState(0);
  const latest = useRef(catchUp);
  useEffect(() => {
    latest.current = catchUp;
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const source = new EventSource(`${API_PATH}me/request-logs/tail?${query}`);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const missed = async (): Promise<void> => {
      const rows = await latest.current();
      if (!isOver && rows.length > 0) take(rows);
    };
    // A session that has ended meets the sign-in here; whoever declines is asked no more.
    const again = (): void => {
      setState('lost');
      source.close();
      timer = setTimeout(
        () =>
          void missed().then(
            () => isOver || setAttempt((count) => count + 1),
            (error: unknown) => isOver || error instanceof Declined || setAttempt((count) => count + 1),
          ),
        AGAIN_MS,
      );
    };
    setState('opening');
    source.addEventListener('open', () => {
      setState('open');
      void missed().catch(() => undefined);
    });
    source.addEventListener('row', ({ data }: MessageEvent<string>) => take([JSON.parse(data) as LogRow]));
    source.addEventListener('skipped', () => void missed().catch(() => undefined));
    source.addEventListener('end', again);
    source.addEventListener('error', () => {
      if (isOver || source.readyState !== EventSource.CLOSED) return setState('lost');
      clearTimeout(timer);
      again();
    });
    return () => {
      isOver = true;
      clearTimeout(timer);
      source.close();
      setState('off');
    };
  }, [isOn, query, attempt, take]);
  return state;
}
