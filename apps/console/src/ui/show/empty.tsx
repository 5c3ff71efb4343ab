import './empty.css';
import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { Button } from '../controls/button.js';

export interface EmptyProps {
  readonly title: ReactNode;
  /** One sentence. */
  readonly children?: ReactNode;
  /** One command that works as it stands: a `<Code>`. */
  readonly command?: ReactNode;
  /** One button, and what is under way at its right. */
  readonly act?: ReactNode;
  readonly aside?: ReactNode;
}

/** Teaches the next step. */
export function Empty({ title, children, command, act, aside }: EmptyProps): ReactElement {
  return (
    <div className="ui-empty">
      <h3 className="ui-empty-title">{title}</h3>
      {children ? <p className="ui-empty-text">{children}</p> : null}
      {command}
      {act || aside ? (
        <div className="ui-empty-acts">
          {act}
          {aside ? <span className="ui-empty-aside">{aside}</span> : null}
        </div>
      ) : null}
    </div>
  );
}

/** The same with filters on. */
export function NothingMatches({ onClear }: { readonly onClear: () => void }): ReactElement {
  const t = useTexts();
  return <Empty title={t('ui.nothing_matches')} act={<Button onPress={onClear}>{t('ui.clear_filters')}</Button>} />;
}
