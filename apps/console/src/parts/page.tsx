import { useEffect, type ReactNode } from 'react';
import './page.css';

export interface PageProps {
  readonly title: string;
  /** One sentence below the title. */
  readonly explained?: string;
  /** At the right of the title: at most one of them primary. */
  readonly acts?: ReactNode;
  /** `wide`: tables, to 1600; else to 1200. */
  readonly width?: 'wide';
  readonly children?: ReactNode;
}

/** The content of a page below its title, which is the browser's, too. */
export function Page({ title, explained, acts, width, children }: PageProps): ReactNode {
  useTitle(title);
  return (
    <div className={width === 'wide' ? 'page page-wide' : 'page'}>
      <header className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {explained === undefined ? null : <p>{explained}</p>}
        </div>
        {acts === undefined ? null : <div className="page-acts">{acts}</div>}
      </header>
      {children}
    </div>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Tokenok`;
  }, [title]);
}
