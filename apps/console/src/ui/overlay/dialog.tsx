import './dialog.css';
import type { FormEvent, ReactElement, ReactNode } from 'react';
import { useState } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { useTexts } from '../../i18n/i18n.js';
import { Button } from '../controls/button.js';
import { useCopy } from '../show/copying.js';
import { CheckIcon, CopyIcon, KeyIcon } from '../icons/icons.js';

export interface DialogProps {
  readonly open: boolean;
  /** Escape, and a press outside where that is allowed. */
  readonly onClose: () => void;
  /** The act as a question or an order: "Revoke the key laptop?". */
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** The safe one first. */
  readonly acts?: ReactNode;
  /** At the left of the acts. */
  readonly foot?: ReactNode;
  readonly icon?: ReactNode;
  readonly lead?: ReactNode;
  readonly role?: 'dialog' | 'alertdialog';
  /** Neither Escape nor a press outside closes it. */
  readonly isHeld?: boolean;
  /** What is typed goes with Enter. */
  readonly onSubmit?: () => void;
}

/** 480 to 560 wide; the whole width of a phone. */
export function Dialog(props: DialogProps): ReactElement {
  const { open, onClose, isHeld = false, onSubmit, role = 'dialog' } = props;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <ModalOverlay
      className="ui-scrim"
      isOpen={open}
      onOpenChange={(isOpen) => (isOpen || isHeld ? undefined : onClose())}
      isDismissable={!isHeld && role === 'dialog' && onSubmit === undefined}
      isKeyboardDismissDisabled={isHeld}
    >
      <Modal className="ui-modal">
        <AriaDialog className="ui-dialog" role={role}>
          {onSubmit ? (
            <form noValidate onSubmit={submit}>
              <Inside {...props} />
            </form>
          ) : (
            <Inside {...props} />
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function Inside({ title, icon, lead, children, acts, foot }: DialogProps): ReactElement {
  return (
    <>
      <div className="ui-dialog-body">
        <div className="ui-dialog-head">
          {icon ? <span className="ui-dialog-icon">{icon}</span> : null}
          <div>
            <Heading slot="title" className="ui-dialog-title">
              {title}
            </Heading>
            {lead ? <p className="ui-dialog-lead">{lead}</p> : null}
          </div>
        </div>
        {children}
      </div>
      {acts || foot ? (
        <div className={`ui-dialog-acts ${foot ? 'ui-dialog-acts-foot' : ''}`}>
          {foot ? <span className="ui-dialog-foot">{foot}</span> : null}
          {acts}
        </div>
      ) : null}
    </>
  );
}

export interface DestructiveDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** Consequences in one sentence. */
  readonly children: ReactNode;
  /** "Revoke key". */
  readonly act: string;
  readonly onAct: () => void;
  readonly keep?: string;
  readonly busy?: boolean;
  /** What went wrong with it; the dialog stays. */
  readonly refused?: ReactNode;
}

/** Asks once. Focus starts on the safe one, and Escape is it. */
export function DestructiveDialog(props: DestructiveDialogProps): ReactElement {
  const t = useTexts();
  const { open, onClose, title, children, act, onAct, keep, busy = false, refused } = props;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      role="alertdialog"
      lead={children}
      acts={
        <>
          <Button autoFocus onPress={onClose}>
            {keep ?? t('ui.keep')}
          </Button>
          <Button kind="filled" busy={busy} onPress={onAct}>
            {act}
          </Button>
        </>
      }
    >
      {refused ? (
        <p className="ui-dialog-refused" role="alert">
          {refused}
        </p>
      ) : null}
    </Dialog>
  );
}

export interface ShownOnceProps {
  readonly open: boolean;
  /** "I have stored it" is the only way out. */
  readonly onStored: () => void;
  readonly title: ReactNode;
  readonly lead: ReactNode;
  /** The secret: taken out of the document with the dialog. */
  readonly secret: string;
  readonly copyLabel?: string;
  readonly foot?: ReactNode;
  readonly children?: ReactNode;
  readonly icon?: ReactNode;
}

export function ShownOnceDialog(props: ShownOnceProps): ReactElement {
  const { open, onStored, title, lead, secret, foot, children, icon } = props;
  const t = useTexts();
  return (
    <Dialog
      open={open}
      onClose={onStored}
      isHeld
      title={title}
      lead={lead}
      icon={icon ?? <KeyIcon size={18} aria-hidden="true" />}
      foot={foot}
      acts={<Button onPress={onStored}>{t('ui.stored')}</Button>}
    >
      <Secret secret={secret} label={props.copyLabel ?? t('ui.copy_key')} />
      {children}
    </Dialog>
  );
}

function Secret({ secret, label }: { readonly secret: string; readonly label: string }): ReactElement {
  const t = useTexts();
  const { isCopied, copy } = useCopy();
  const [wasCopied, setWas] = useState(false);
  return (
    <div className="ui-secret">
      <code className="ui-secret-text">{secret}</code>
      <Button
        kind="primary"
        autoFocus
        icon={isCopied ? <CheckIcon aria-hidden="true" /> : <CopyIcon aria-hidden="true" />}
        onPress={() => {
          copy(secret);
          setWas(true);
        }}
      >
        {isCopied ? t('ui.copied') : label}
      </Button>
      <span className="visually-hidden" role="status">
        {wasCopied && isCopied ? t('ui.copied') : ''}
      </span>
    </div>
  );
}
