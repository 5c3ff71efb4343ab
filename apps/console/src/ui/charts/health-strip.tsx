import './small.css';
import type { KeyboardEvent, ReactElement } from 'react';
import { useState } from 'react';
import { useTexts } from '../../i18n/i18n.js';

export interface HealthBucket {
  /** "10:22". */
  readonly label: string;
  readonly state: 'good' | 'slow' | 'down' | 'none';
  /** What the readout adds: "3 of 40 failed". */
  readonly detail?: string;
}

const HEIGHTS: Readonly<Record<HealthBucket['state'], number>> = { good: 10, slow: 17, down: 26, none: 3 };

/** Height is the state, colour repeats it; arrow keys walk, the readout has the words. */
export function HealthStrip({ label, buckets }: { readonly label: string; readonly buckets: readonly HealthBucket[] }): ReactElement {
  const t = useTexts();
  const [chosen, setChosen] = useState<number>();
  const last = buckets.length - 1;
  const bucket = chosen === undefined ? undefined : buckets[chosen];
  const onKeyDown = (event: KeyboardEvent) => {
    const from = chosen ?? last + 1;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setChosen(Math.max(0, Math.min(last, to)));
  };
  const said = bucket ? [bucket.label, t(`ui.health_${bucket.state}`), bucket.detail].filter(Boolean).join(' · ') : '';
  return (
    <div className="ui-health" role="group" tabIndex={0} aria-label={label} onKeyDown={onKeyDown} onBlur={() => setChosen(undefined)}>
      <svg
        className="ui-health-bars"
        width="100%"
        height="26"
        viewBox={`0 0 ${buckets.length * 4} 26`}
        preserveAspectRatio="none"
        aria-hidden="true"
        onMouseLeave={() => setChosen(undefined)}
      >
        {buckets.map(({ state, label: name }, at) => (
          <g key={`${at}:${name}`} onMouseEnter={() => setChosen(at)}>
            <rect className="ui-health-room" x={at * 4} width="4" height="26" />
            <rect
              className={`ui-health-${state} ${at === chosen ? 'ui-health-chosen' : ''}`}
              x={at * 4}
              y={26 - HEIGHTS[state]}
              width="3.2"
              height={HEIGHTS[state]}
            />
          </g>
        ))}
      </svg>
      <span className="ui-health-readout" aria-live="polite">
        {said}
      </span>
    </div>
  );
}
