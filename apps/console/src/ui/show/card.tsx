import './card.css';
import type { ReactElement, ReactNode } from 'react';

export interface CardProps {
  readonly title?: ReactNode;
  /** Beside the title, quiet. */
  readonly note?: ReactNode;
  /** At the right end of the head: a link, a button. */
  readonly end?: ReactNode;
  /** Without the padding: a table to the edges. */
  readonly flush?: boolean;
  readonly children?: ReactNode;
  readonly className?: string;
}

export function Card({ title, note, end, flush = false, children, className = '' }: CardProps): ReactElement {
  const Box = title ? 'section' : 'div';
  return (
    <Box className={`ui-card ${flush ? 'ui-card-flush' : ''} ${className}`}>
      {title ? (
        <header className="ui-card-head">
          <h2 className="ui-card-title">{title}</h2>
          {note ? <span className="ui-card-note">{note}</span> : null}
          {end ? <span className="ui-card-end">{end}</span> : null}
        </header>
      ) : null}
      <div className="ui-card-body">{children}</div>
    </Box>
  );
}

/** A bar across: the API is away, an address to prove. Said once, on top. */
export function Notice({
  kind = 'warn',
  children,
  act,
}: {
  readonly kind?: 'warn' | 'bad' | 'info';
  readonly children: ReactNode;
  readonly act?: ReactNode;
}): ReactElement {
  return (
    <div className={`ui-notice ui-notice-${kind}`} role={kind === 'info' ? 'note' : 'status'}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {kind === 'bad' ? <path d="M6 .5 11.5 6 6 11.5 .5 6z" fill="currentColor" /> : <path d="M6 1 11.5 10.75H.5z" fill="currentColor" />}
      </svg>
      <span className="ui-notice-text">{children}</span>
      {act}
    </div>
  );
}
