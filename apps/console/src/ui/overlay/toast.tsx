import './toast.css';
import type { ReactElement, ReactNode } from 'react';
import { UNSTABLE_Toast, UNSTABLE_ToastContent, UNSTABLE_ToastQueue, UNSTABLE_ToastRegion } from 'react-aria-components/Toast';
import { Text } from 'react-aria-components/Text';
import { useTexts } from '../../i18n/i18n.js';
import { Button } from '../controls/button.js';
import { XIcon } from '../icons/icons.js';

interface Said {
  readonly text: ReactNode;
  readonly undo?: () => void;
}

const SHOWN_MS = 8000;
const MOST = 3;
const queue = new UNSTABLE_ToastQueue<Said>({ maxVisibleToasts: MOST });

/** Says what is now ("Limit of batch is now 12.00 USD a day"), with the way back. Errors are never toasts: they stay where they arose. */
export function toast(text: ReactNode, undo?: () => void): void {
  queue.add({ text, ...(undo && { undo }) }, { timeout: SHOWN_MS });
}

/** Once, in the shell. A toast waits while it is hovered or focused. */
export function ToastRegion(): ReactElement {
  const t = useTexts();
  return (
    <UNSTABLE_ToastRegion className="ui-toasts" queue={queue} aria-label={t('ui.notices')}>
      {({ toast: said }) => (
        <UNSTABLE_Toast className="ui-toast" toast={said}>
          <UNSTABLE_ToastContent className="ui-toast-text" role="status">
            <Text slot="title">{said.content.text}</Text>
          </UNSTABLE_ToastContent>
          {said.content.undo ? (
            <Button
              kind="quiet"
              size="small"
              onPress={() => {
                said.content.undo?.();
                queue.close(said.key);
              }}
            >
              {t('ui.undo')}
            </Button>
          ) : null}
          <Button kind="quiet" size="small" slot="close" label={t('ui.close')} icon={<XIcon />} />
        </UNSTABLE_Toast>
      )}
    </UNSTABLE_ToastRegion>
  );
}
