import './panel.css';
import type { KeyboardEvent, ReactElement, ReactNode } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTexts } from '../../i18n/i18n.js';
import { Button } from '../controls/button.js';
import { ChevronDownIcon, ChevronUpIcon, XIcon } from '../icons/icons.js';

export interface PanelProps {
  /** Also its name for a screen reader. */
  readonly label: string;
  readonly title: ReactNode;
  readonly onClose: () => void;
  /** ↑ and ↓ walk the list it was opened from; absent at its ends. */
  readonly onPrevious?: (() => void) | undefined;
  readonly onNext?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** Beside a list from 1024 px (536 to 556 wide, own scroll), a sheet over it below, a page below 640. No focus trap: Escape closes it. */
export function Panel({ label, title, onClose, onPrevious, onNext, children }: PanelProps): ReactElement {
  const t = useTexts();
  const act = (event: KeyboardEvent, what: (() => void) | undefined) => {
    if (!what) return;
    event.preventDefault();
    what();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Escape') act(event, onClose);
    if (isTyping(event)) return;
    if (event.key === 'ArrowUp') act(event, onPrevious);
    if (event.key === 'ArrowDown') act(event, onNext);
  };
  return (
    <aside className="ui-panel" aria-label={label} tabIndex={-1} onKeyDown={onKeyDown}>
      <header className="ui-panel-head">
        <div className="ui-panel-title">{title}</div>
        <Button
          kind="quiet"
          label={t('ui.previous')}
          icon={<ChevronUpIcon />}
          refused={onPrevious ? undefined : t('ui.previous')}
          onPress={onPrevious}
        />
        <Button kind="quiet" label={t('ui.next')} icon={<ChevronDownIcon />} refused={onNext ? undefined : t('ui.next')} onPress={onNext} />
        <Button kind="quiet" label={t('ui.close')} icon={<XIcon />} onPress={onClose} />
      </header>
      <div className="ui-panel-body">{children}</div>
    </aside>
  );
}

const isTyping = ({ target }: KeyboardEvent): boolean =>
  target instanceof HTMLElement &&
  (target.matches('input, textarea, select, [role=slider], [role=tab], [role=grid] *') || target.isContentEditable);

/** A part of a panel: 12/20 around, a line between. */
export function PanelSection({
  title,
  note,
  children,
}: {
  readonly title?: ReactNode;
  readonly note?: ReactNode;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section className="ui-panel-section">
      {title ? (
        <div className="ui-panel-section-head">
          <h3 className="ui-panel-section-title">{title}</h3>
          {note ? <span className="ui-panel-section-note">{note}</span> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}

export interface SheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly label: string;
  readonly children: ReactNode;
  /** From which edge. */
  readonly from?: 'bottom' | 'side';
}

/** Over the page: filters and "More" on a phone. */
export function Sheet({ open, onClose, label, children, from = 'bottom' }: SheetProps): ReactElement {
  const t = useTexts();
  return (
    <ModalOverlay
      className={`ui-sheet-scrim ui-sheet-scrim-${from}`}
      isOpen={open}
      onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}
      isDismissable
    >
      <Modal className={`ui-sheet ui-sheet-${from}`}>
        <AriaDialog className="ui-sheet-inside" aria-label={label}>
          <header className="ui-panel-head">
            <div className="ui-panel-title">{label}</div>
            <Button kind="quiet" label={t('ui.close')} icon={<XIcon />} onPress={onClose} />
          </header>
          <div className="ui-sheet-body">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
