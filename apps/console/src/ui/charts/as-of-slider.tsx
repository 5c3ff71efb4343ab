import './as-of-slider.css';
import type { KeyboardEvent, PointerEvent, ReactElement } from 'react';
import { useEffect, useRef, useState } from 'react';
import { localeTag, useTexts } from '../../i18n/i18n.js';
import { Button } from '../controls/button.js';
import { Field } from '../controls/field.js';
import { dateAndTime } from '../show/moments.js';
import { useZone } from '../show/zone.js';
import { shareOf, stepped, within } from './as-of.js';
import { typedMoment, written } from '../show/zoned.js';
import type { Strip } from './as-of.js';

export interface AsOfMark {
  readonly atMs: number;
  readonly kind: 'top_up' | 'credit' | 'refund' | 'correction';
}

export interface AsOfSliderProps extends Omit<Strip, 'movements'> {
  readonly marks: readonly AsOfMark[];
  /** Heights from 0 to 1, one for every three hours of the month so far. */
  readonly usage: readonly number[];
  /** Days at which ← and → stop, too: each movement of the page. */
  readonly movements?: readonly number[];
  /** Null: now. */
  readonly value: number | null;
  /** Once the handle has rested for 150 ms. */
  readonly onChange: (atMs: number | null) => void;
}

const REST_MS = 150;

export function AsOfSlider(props: AsOfSliderProps): ReactElement {
  const { value, onChange, fromMs, toMs, marks } = props;
  const zone = useZone();
  const t = useTexts();
  const [draft, setDraft] = useState(value);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setDraft(value), [value]);
  useEffect(() => () => clearTimeout(rest.current), []);
  const strip: Strip = { fromMs, toMs, movements: [...(props.movements ?? []), ...marks.map(({ atMs }) => atMs)].sort((a, b) => a - b) };
  const move = (at: number | null) => {
    const next = at === null ? null : within(at, strip);
    setDraft(next);
    clearTimeout(rest.current);
    rest.current = setTimeout(() => onChange(next), REST_MS);
  };
  const said = draft === null ? t('ui.as_of_now') : dateAndTime(draft, zone, localeTag(), 'second');
  return (
    <div className="ui-asof">
      <div className="ui-asof-head">
        <span className="ui-asof-label">{t('ui.as_of')}</span>
        <strong className="ui-asof-moment">{said}</strong>
        <span className="ui-asof-zone">{zone}</span>
        {draft === null ? null : <span className="ui-asof-label">{t('ui.as_of_later')}</span>}
        <span className="ui-asof-acts">
          <TypedMoment zone={zone} at={draft} onMove={move} />
          {draft === null ? null : <Button onPress={() => move(null)}>{t('ui.back_to_now')}</Button>}
        </span>
      </div>
      <Track strip={strip} marks={marks} usage={props.usage} at={draft} said={said} zone={zone} onMove={move} />
      <Legend />
    </div>
  );
}

function TypedMoment(props: { readonly zone: string; readonly at: number | null; readonly onMove: (at: number) => void }): ReactElement {
  const { zone, at, onMove } = props;
  const t = useTexts();
  const [typed, setTyped] = useState<string>();
  const shown = typed ?? (at === null ? '' : written(at, zone));
  return (
    <Field
      label={<span className="visually-hidden">{t('ui.as_of_typed')}</span>}
      value={shown}
      placeholder="2026-11-23 15:36:05"
      onChange={(text) => {
        const moment = typedMoment(text, zone);
        setTyped(text);
        if (moment !== undefined) onMove(moment);
      }}
      onBlur={() => setTyped(undefined)}
      figures
    />
  );
}

interface TrackProps {
  readonly strip: Strip;
  readonly marks: readonly AsOfMark[];
  readonly usage: readonly number[];
  readonly at: number | null;
  readonly said: string;
  readonly zone: string;
  readonly onMove: (at: number) => void;
}

const THREE_HOURS_MS = 10_800_000;
/** Half of the room of three hours in a month. */
const TICK_WIDTH = '0.21%';

function Track({ strip, marks, usage, at, said, zone, onMove }: TrackProps): ReactElement {
  const t = useTexts();
  const box = useRef<HTMLDivElement>(null);
  const shown = at ?? strip.toMs - 1;
  const toPointer = (event: PointerEvent) => {
    const rect = box.current?.getBoundingClientRect();
    if (rect) onMove(strip.fromMs + ((event.clientX - rect.left) / rect.width) * (strip.toMs - strip.fromMs));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Readonly<Record<string, number | undefined>> = {
      ArrowLeft: stepped(shown, -1, event.shiftKey, strip),
      ArrowRight: stepped(shown, 1, event.shiftKey, strip),
      Home: strip.fromMs,
      End: strip.toMs - 1,
    };
    const next = moves[event.key];
    if (next === undefined) return;
    event.preventDefault();
    onMove(next);
  };
  return (
    <div
      ref={box}
      className="ui-asof-track"
      role="slider"
      tabIndex={0}
      aria-label={t('ui.as_of')}
      aria-valuemin={strip.fromMs}
      aria-valuemax={strip.toMs - 1}
      aria-valuenow={shown}
      aria-valuetext={said}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        toPointer(event);
      }}
      onPointerMove={(event) => (event.buttons === 1 ? toPointer(event) : undefined)}
    >
      <Picture strip={strip} marks={marks} usage={usage} shown={shown} zone={zone} />
    </div>
  );
}

type PictureProps = Pick<TrackProps, 'strip' | 'marks' | 'usage' | 'zone'> & { readonly shown: number };

/** After the handle all fades. */
function Picture({ strip, marks, usage, shown, zone }: PictureProps): ReactElement {
  const x = (ms: number) => `${shareOf(ms, strip) * 100}%`;
  return (
    <svg className="ui-asof-strip" width="100%" height="84" aria-hidden="true">
      {usage.map((height, index) => {
        const start = strip.fromMs + index * THREE_HOURS_MS;
        const tall = Math.max(1, height * 26);
        return (
          <rect
            key={index}
            className={start > shown ? 'ui-asof-later' : 'ui-asof-tick'}
            x={x(start)}
            y={46 - tall}
            width={TICK_WIDTH}
            height={tall}
          />
        );
      })}
      <rect className="ui-asof-rail" y="48" width="100%" height="4" rx="2" />
      <rect className="ui-asof-done" y="48" width={x(shown)} height="4" rx="2" />
      {marks.map((mark) => (
        <svg
          key={`${mark.kind}${mark.atMs}`}
          x={x(mark.atMs)}
          y="10"
          overflow="visible"
          className={mark.atMs > shown ? 'ui-asof-faded' : ''}
        >
          <MarkShape kind={mark.kind} />
        </svg>
      ))}
      {days(strip, zone).map(({ ms, name }) => (
        <text key={ms} className="ui-asof-day" x={x(ms)} y="76">
          {name}
        </text>
      ))}
      <svg x={x(shown)} y="50" overflow="visible">
        <path className="ui-asof-line" d="M0-46V0" />
        <circle className="ui-asof-handle" r="8" />
        <path className="ui-asof-grip" d="M-2-3V3M2-3V3" />
      </svg>
    </svg>
  );
}

const DAY_MS = 86_400_000;

/** Every fifth day of the month, by its number. */
function days({ fromMs, toMs }: Strip, zone: string): { readonly ms: number; readonly name: string }[] {
  const out = [];
  for (let ms = fromMs; ms < toMs; ms += DAY_MS) {
    const name = Number(written(ms + DAY_MS / 2, zone).slice(8, 10));
    if (name === 1 || name % 5 === 0) out.push({ ms, name: String(name) });
  }
  return out;
}

function MarkShape({ kind }: { readonly kind: AsOfMark['kind'] }): ReactElement {
  const shapes = {
    top_up: <path d="M0-5 5.5 4.5h-11z" />,
    credit: <path d="M-4.5-4.5h9v9h-9z" />,
    refund: <circle r="4" />,
    correction: <path d="M0-5.5 5.5 0 0 5.5-5.5 0z" />,
  };
  return <g className={`ui-asof-mark-${kind}`}>{shapes[kind]}</g>;
}

function Legend(): ReactElement {
  const t = useTexts();
  return (
    <ul className="ui-asof-legend">
      {(['top_up', 'credit', 'refund', 'correction'] as const).map((kind) => (
        <li key={kind}>
          <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
            <MarkShape kind={kind} />
          </svg>
          {t(`ui.mark_${kind}`)}
        </li>
      ))}
      <li>
        <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
          <path className="ui-asof-tick" d="M1 6h2v6H1zM5 1h2v11H5zM9 4h2v8H9z" />
        </svg>
        {t('ui.usage')}
      </li>
    </ul>
  );
}
