import './code.css';
import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { Button } from '../controls/button.js';
import { useCopy } from './copying.js';
import { coloured } from './code-tokens.js';
import { CheckIcon, CopyIcon } from '../icons/icons.js';

export interface CodeProps {
  /** Shown and, unless `copies` says otherwise, copied: it works as it stands. */
  readonly code: string;
  /** The whole where what is shown hides a part, such as a key. */
  readonly copies?: string;
  /** For a screen reader: which code this is. */
  readonly label: string;
  /** The button below it; none: a small one in its corner. */
  readonly act?: 'primary' | 'default' | 'corner' | 'none';
  readonly actLabel?: string;
  readonly aside?: ReactNode;
}

export function Code({ code, copies, label, act = 'corner', actLabel, aside }: CodeProps): ReactElement {
  const t = useTexts();
  const { isCopied, copy } = useCopy();
  const icon = isCopied ? <CheckIcon aria-hidden="true" /> : <CopyIcon aria-hidden="true" />;
  const onPress = () => copy(copies ?? code);
  return (
    <div className="ui-code-box">
      <div className="ui-code-frame">
        <pre className="ui-code" tabIndex={0} role="group" aria-label={label}>
          <code>
            {coloured(code).map(({ text, kind }, at) =>
              kind === 'plain' ? (
                text
              ) : (
                <span key={at} className={`ui-code-${kind}`}>
                  {text}
                </span>
              ),
            )}
          </code>
        </pre>
        {act === 'corner' ? (
          <span className="ui-code-corner">
            <Button size="small" label={isCopied ? t('ui.copied') : t('ui.copy_what', { what: label })} icon={icon} onPress={onPress} />
          </span>
        ) : null}
      </div>
      {act === 'primary' || act === 'default' || aside ? (
        <div className="ui-code-acts">
          <span className="ui-code-aside">{aside}</span>
          {act === 'primary' || act === 'default' ? (
            <Button kind={act} icon={icon} onPress={onPress}>
              {isCopied ? t('ui.copied') : (actLabel ?? t('ui.copy_command'))}
            </Button>
          ) : null}
        </div>
      ) : null}
      <span className="visually-hidden" role="status">
        {isCopied ? t('ui.copied') : ''}
      </span>
    </div>
  );
}
