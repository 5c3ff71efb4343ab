import { Eye, EyeOff } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button as AriaButton, FieldError, Input, Label, TextField, type ButtonProps, type TextFieldProps } from 'react-aria-components';
import { useTexts } from '../i18n/i18n.js';
import './form.css';

export interface ActProps extends Omit<ButtonProps, 'children' | 'className'> {
  readonly kind?: 'primary' | 'default' | 'quiet';
  readonly size?: 'tall' | 'low';
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/** Busy (`isPending`): same width, the label stays. */
export const Act = ({ kind = 'default', size, icon, children, ...rest }: ActProps): ReactNode => (
  <AriaButton {...rest} className={`act act-${kind} ${size === undefined ? '' : `act-${size}`}`}>
    {rest.isPending ? <span className="act-busy" aria-hidden="true" /> : icon}
    <span>{children}</span>
  </AriaButton>
);

export interface FieldProps extends Omit<TextFieldProps, 'children' | 'className'> {
  readonly label: string;
  /** Beside the label, at its right. */
  readonly aside?: ReactNode;
  /** What is wrong with it; the value is kept. */
  readonly refused?: string | undefined;
}

export const Field = ({ label, aside, refused, ...rest }: FieldProps): ReactNode => (
  <TextField {...rest} className="field" isInvalid={refused !== undefined} validationBehavior="aria">
    <FieldHead label={label} aside={aside} />
    <Input className="field-input" />
    <Refusal text={refused} />
  </TextField>
);

/** A password that can be looked at while it is typed. */
export function PasswordField({ label, aside, refused, ...rest }: FieldProps): ReactNode {
  const t = useTexts();
  const [isShown, show] = useState(false);
  return (
    <TextField
      {...rest}
      type={isShown ? 'text' : 'password'}
      className="field"
      isInvalid={refused !== undefined}
      // Else the browser keeps a form whose field was refused from being sent again.
      validationBehavior="aria"
    >
      <FieldHead label={label} aside={aside} />
      <div className="field-with-act">
        <Input className="field-input" spellCheck={false} autoCapitalize="off" />
        <button
          type="button"
          className="field-act"
          aria-label={t('app.show_password')}
          aria-pressed={isShown}
          onClick={() => show(!isShown)}
        >
          {isShown ? <EyeOff size={16} aria-hidden="true" /> : <Eye size={16} aria-hidden="true" />}
        </button>
      </div>
      <Refusal text={refused} />
    </TextField>
  );
}

const FieldHead = ({ label, aside }: Pick<FieldProps, 'label' | 'aside'>): ReactNode => (
  <div className="field-head">
    <Label className="field-label">{label}</Label>
    {aside}
  </div>
);

const Refusal = ({ text }: { readonly text: string | undefined }): ReactNode =>
  text === undefined ? null : <FieldError className="field-refusal">{text}</FieldError>;

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
