import './skeleton.css';
import type { ReactElement } from 'react';
import { useTexts } from '../../i18n/i18n.js';

/** The room of what comes: bars at the size of the text, shown after 150 ms. `rows` of a table, or lines of text. */
export function Skeleton({ rows = 3, as = 'rows' }: { readonly rows?: number; readonly as?: 'rows' | 'text' | 'figure' }): ReactElement {
  const t = useTexts();
  return (
    <div className={`ui-skeleton ui-skeleton-${as}`} role="status">
      <span className="visually-hidden">{t('ui.loading')}</span>
      {Array.from({ length: as === 'figure' ? 1 : rows }, (_, at) => (
        <div key={at} className="ui-skeleton-row" aria-hidden="true">
          <span className="ui-skeleton-bar ui-skeleton-short" />
          {as === 'figure' ? null : <span className={`ui-skeleton-bar ui-skeleton-long-${at % 3}`} />}
          {as === 'rows' ? <span className="ui-skeleton-bar ui-skeleton-end" /> : null}
        </div>
      ))}
    </div>
  );
}
