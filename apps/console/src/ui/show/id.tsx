import './id.css';
import type { ReactElement } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { useCopy } from './copying.js';
import { cutMiddle } from './cut.js';
import { CheckIcon, CopyIcon } from '../icons/icons.js';

/** An id: mono, its middle cut when longer than `most`; a click copies the whole. */
export function Id({
  id,
  most = 32,
  icon = false,
}: {
  readonly id: string;
  readonly most?: number;
  readonly icon?: boolean;
}): ReactElement {
  const t = useTexts();
  const { isCopied, copy } = useCopy();
  return (
    <button type="button" className="ui-id" title={id} aria-label={t('ui.copy_what', { what: id })} onClick={() => copy(id)}>
      <span className="ui-id-text">{cutMiddle(id, most)}</span>
      {icon ? isCopied ? <CheckIcon size={14} aria-hidden="true" /> : <CopyIcon size={14} aria-hidden="true" /> : null}
      <span className={isCopied ? 'ui-id-said' : 'visually-hidden'} role="status">
        {isCopied ? t('ui.copied') : ''}
      </span>
    </button>
  );
}
