import './time.css';
import { useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import { localeTag, useTexts } from '../../i18n/i18n.js';
import { age, canonical, dateAndTime, timeOfDay } from './moments.js';
import type { Precision } from './moments.js';
import { useZone } from './zone.js';

export interface TimeProps {
  /** RFC 3339 text of the API, or milliseconds. */
  readonly at: string | number | null | undefined;
  /** `ago`: "12 s ago"; `age`: "12 s" under a head that says "Ago"; `full`: date and time; `clock`: time of day. */
  readonly as?: 'ago' | 'age' | 'full' | 'clock';
  readonly precision?: Precision;
  /** Default: the customer's. */
  readonly zone?: string;
}

const TICK_MS = 1000;

/** Says when. Whatever is drawn, hover shows the absolute time, and a copy carries it. */
export function Time({ at, as = 'ago', precision = 'second', zone }: TimeProps): ReactElement {
  const own = useZone();
  const t = useTexts();
  const atMs = typeof at === 'number' ? at : Date.parse(at ?? '');
  const inZone = zone ?? own;
  const said = useSyncExternalStore(as === 'ago' || as === 'age' ? everySecond : never, () => {
    if (Number.isNaN(atMs)) return '–';
    if (as === 'clock') return timeOfDay(atMs, inZone, localeTag(), precision === 'day' ? 'minute' : precision);
    const relative = as === 'full' ? undefined : age(atMs, Date.now());
    if (!relative) return dateAndTime(atMs, inZone, localeTag(), as === 'full' ? precision : 'day');
    return t(as === 'age' ? 'ui.age' : relative.isPast ? 'ui.ago' : 'ui.in', { n: relative.n, unit: relative.unit });
  });
  if (Number.isNaN(atMs)) return <span className="ui-time ui-time-none">–</span>;
  const absolute = `${dateAndTime(atMs, inZone, localeTag(), 'millisecond')} ${inZone}`;
  return (
    <time className="ui-time" dateTime={canonical(atMs)} title={absolute}>
      <span className="ui-time-shown">{said}</span>
      <span className="ui-time-copied" aria-hidden="true">
        {canonical(atMs)}
      </span>
    </time>
  );
}

/** One timer for all times on the page; a component is drawn again only when its words change. */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function everySecond(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => listeners.forEach((each) => each()), TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

const never = () => () => undefined;
