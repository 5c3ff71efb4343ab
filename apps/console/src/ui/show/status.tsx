import './status.css';
import type { ReactElement, ReactNode } from 'react';

/** done ● · live (open ring) · changing ◐ · warn ▲ · bad ◆ · ended ○ */
export type StatusKind = 'done' | 'live' | 'changing' | 'warn' | 'bad' | 'ended';

/** A shape and a word; the colour only repeats it. A failure's word carries its code. */
export function Status({ kind, children }: { readonly kind: StatusKind; readonly children: ReactNode }): ReactElement {
  return (
    <span className={`ui-status ui-status-${kind}`}>
      <StatusShape kind={kind} />
      <span>{children}</span>
    </span>
  );
}

export function StatusShape({ kind }: { readonly kind: StatusKind }): ReactElement {
  return (
    <svg className={`ui-status-shape ui-status-shape-${kind}`} width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
      {SHAPES[kind]}
    </svg>
  );
}

const SHAPES: Readonly<Record<StatusKind, ReactElement>> = {
  done: <circle cx="6" cy="6" r="5" fill="currentColor" />,
  live: <path d="M6 1.25a4.75 4.75 0 1 1 -4.75 4.75" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  changing: (
    <>
      <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor" />
    </>
  ),
  warn: <path d="M6 1 11.5 10.75H.5z" fill="currentColor" />,
  bad: <path d="M6 .5 11.5 6 6 11.5 .5 6z" fill="currentColor" />,
  ended: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.75" />,
};
