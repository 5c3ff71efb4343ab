import './small.css';
import type { ReactElement } from 'react';

/** A trend without an axis, with a dot at its end: decoration beside the figure that says it. */
export function Sparkline({ values }: { readonly values: readonly number[] }): ReactElement {
  const most = Math.max(...values, 0);
  const least = Math.min(...values, most);
  const span = most - least || 1;
  const y = (value: number) => 21 - ((value - least) / span) * 18;
  const last = values.length - 1;
  const points = values.map((value, at) => `${last > 0 ? (at / last) * 116 + 1 : 117},${y(value)}`).join(' ');
  return (
    <svg className="ui-spark" width="120" height="24" viewBox="0 0 120 24" aria-hidden="true">
      <polyline points={points} fill="none" stroke="currentColor" strokeWidth="1.25" strokeLinejoin="round" />
      {values.length > 0 ? <circle cx="117" cy={y(values[last] ?? 0)} r="2" fill="currentColor" /> : null}
    </svg>
  );
}

/** A part of a whole, 0 to 1: of a limit, of a lot. `label` says it in words. */
export function Meter({
  part,
  label,
  state = 'plain',
}: {
  readonly part: number;
  readonly label: string;
  readonly state?: 'plain' | 'warn' | 'bad';
}): ReactElement {
  const share = Math.max(0, Math.min(1, part));
  return (
    <svg className={`ui-meter ui-meter-${state}`} width="100%" height="4" role="img" aria-label={label}>
      <rect className="ui-meter-whole" width="100%" height="4" rx="2" />
      {share > 0 ? <rect className="ui-meter-part" width={share < 0.01 ? 2 : `${share * 100}%`} height="4" rx="2" /> : null}
    </svg>
  );
}
