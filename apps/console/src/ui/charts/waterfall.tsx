import './small.css';
import type { ReactElement, ReactNode } from 'react';

export interface WaterfallStep {
  readonly label: ReactNode;
  /** Milliseconds on one scale. */
  readonly startMs: number;
  readonly endMs: number;
  /** Outlined: waiting; filled: streaming; outlined with ×: failed; `mark`: a moment, such as a hold made durable. */
  readonly kind: 'waiting' | 'streaming' | 'failed' | 'mark';
  /** At the right: "503 · 412 ms". */
  readonly time: ReactNode;
  readonly isPart?: boolean;
}

/** One row a step, bars on one scale. The words and times beside each say the same. */
export function Waterfall({ label, steps }: { readonly label: string; readonly steps: readonly WaterfallStep[] }): ReactElement {
  const end = Math.max(1, ...steps.map(({ endMs }) => endMs));
  return (
    <ol className="ui-waterfall" aria-label={label}>
      {steps.map((step, at) => (
        <li key={at} className="ui-waterfall-row">
          <span className={step.isPart ? 'ui-waterfall-part' : ''}>{step.label}</span>
          <Bar step={step} end={end} />
          <span className="ui-waterfall-time">{step.time}</span>
        </li>
      ))}
    </ol>
  );
}

/** The last two percent are room for what would have no width. */
const SCALE = 98;

function Bar({ step, end }: { readonly step: WaterfallStep; readonly end: number }): ReactElement {
  const from = (step.startMs / end) * SCALE;
  const share = ((step.endMs - step.startMs) / end) * SCALE;
  const width = step.kind === 'mark' || share < 1 ? 2 : `${share}%`;
  return (
    <svg className="ui-waterfall-bar" width="100%" height="14" aria-hidden="true">
      <rect className={`ui-waterfall-${step.kind}`} x={`${from}%`} y="2" width={width} height="10" rx={typeof width === 'number' ? 0 : 2} />
      {step.kind === 'failed' ? (
        <svg x={`${from + share / 2}%`} y="7" overflow="visible">
          <path className="ui-waterfall-cross" d="M-2.5-2.5 2.5 2.5M2.5-2.5-2.5 2.5" />
        </svg>
      ) : null}
    </svg>
  );
}
