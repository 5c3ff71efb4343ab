import { Eye, EyeOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Form } from 'react-aria-components';
import { useTexts } from '../i18n/i18n.js';
import { Button, type ButtonProps } from '../ui/controls/button.js';
import { Field, type FieldProps } from '../ui/controls/field.js';
import type { Attempt } from './attempt.js';
import './form.css';

/** A password that can be looked at while it is typed. */
export function PasswordField(props: FieldProps): ReactNode {
  const t = useTexts();
  const [isShown, show] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  const eye = (
    <button
      type="button"
      className="ui-input-act"
      aria-label={t('app.show_password')}
      aria-pressed={isShown}
      onClick={() => show(!isShown)}
    >
      <Icon size={16} aria-hidden="true" />
    </button>
  );
  return <Field {...props} type={isShown ? 'text' : 'password'} isSecret end={eye} />;
}

export interface ActFormProps {
  readonly attempt: Attempt;
  readonly onAct: () => Promise<unknown>;
  /** Of its button: verb and thing. */
  readonly act: string;
  readonly kind?: ButtonProps['kind'];
  /** Beside the button, before it: the way out. */
  readonly leave?: ReactNode;
  readonly label?: string;
  readonly className?: string;
  readonly children?: ReactNode;
}

/** Fields, why what was asked did not happen, and the one act. What was typed stays, whatever comes. */
export function ActForm({ attempt, onAct, act, kind = 'primary', leave, label, className, children }: ActFormProps): ReactNode {
  const send = (
    <Button type="submit" kind={kind} busy={attempt.isRunning}>
      {act}
    </Button>
  );
  return (
    <Form
      {...(className !== undefined && { className })}
      {...(label !== undefined && { 'aria-label': label })}
      onSubmit={(event) => {
        event.preventDefault();
        attempt.run(onAct);
      }}
    >
      {children}
      <FormRefusal text={attempt.refusal} />
      {leave ? (
        <div className="form-acts">
          {leave}
          {send}
        </div>
      ) : (
        send
      )}
    </Form>
  );
}

/** Said once, read aloud: why what was asked did not happen. */
export const FormRefusal = ({ text }: { readonly text: string | undefined }): ReactNode => (
  <p className="form-refusal" role="alert" hidden={text === undefined}>
    {text === undefined ? null : (
      <>
        <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
          <path d="M5 0 10 5 5 10 0 5Z" fill="currentColor" />
        </svg>
        <span>{text}</span>
      </>
    )}
  </p>
);
