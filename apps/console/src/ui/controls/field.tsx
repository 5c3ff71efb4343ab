import './field.css';
import type { HTMLInputTypeAttribute, ReactElement, ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input as AriaInput } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';

export interface FieldProps {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  /** What to write instead; the value that was typed stays. */
  readonly refused?: ReactNode;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly name?: string;
  readonly type?: HTMLInputTypeAttribute;
  readonly autoComplete?: string;
  readonly inputMode?: 'text' | 'decimal' | 'numeric' | 'email' | 'url' | 'search';
  readonly placeholder?: string;
  readonly required?: boolean;
  readonly readOnly?: boolean;
  readonly disabled?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  /** More than one: a text area of that many lines. */
  readonly lines?: number;
  readonly figures?: boolean;
  readonly mono?: boolean;
  readonly large?: boolean;
  /** Beside the input, inside its edge: a currency, a button. */
  readonly end?: ReactNode;
  /** Beside the label, at its right: a link. */
  readonly aside?: ReactNode;
  /** Neither corrected nor begun with a capital. */
  readonly isSecret?: boolean;
}

/** Label above, input of 32, hint or refusal below. */
export function Field(props: FieldProps): ReactElement {
  const { label, hint, refused, lines = 1, end } = props;
  const names = ['ui-input'];
  if (props.figures) names.push('ui-input-figures');
  if (props.mono) names.push('ui-input-mono');
  if (props.large) names.push('ui-input-large');
  const shared = {
    className: names.join(' '),
    ...(props.placeholder !== undefined && { placeholder: props.placeholder }),
    ...(props.isSecret && { spellCheck: false, autoCapitalize: 'off' }),
  };
  return (
    <TextField className="ui-field" isInvalid={refused != null} validationBehavior="aria" {...forwarded(props)}>
      {props.aside ? (
        <span className="ui-label-line">
          <Label className="ui-label">{label}</Label>
          {props.aside}
        </span>
      ) : (
        <Label className="ui-label">{label}</Label>
      )}
      <span className="ui-input-box">
        {lines > 1 ? <TextArea {...shared} rows={lines} /> : <AriaInput {...shared} />}
        {end ? <span className="ui-input-end">{end}</span> : null}
      </span>
      {hint && refused == null ? (
        <Text slot="description" className="ui-hint-text">
          {hint}
        </Text>
      ) : null}
      <Refusal>{refused}</Refusal>
    </TextField>
  );
}

function forwarded(props: FieldProps) {
  return {
    value: props.value,
    onChange: props.onChange,
    type: props.type ?? 'text',
    isRequired: props.required ?? false,
    isReadOnly: props.readOnly ?? false,
    isDisabled: props.disabled ?? false,
    ...(props.onBlur && { onBlur: props.onBlur }),
    ...(props.name !== undefined && { name: props.name }),
    ...(props.autoComplete !== undefined && { autoComplete: props.autoComplete }),
    ...(props.inputMode !== undefined && { inputMode: props.inputMode }),
    ...(props.maxLength !== undefined && { maxLength: props.maxLength }),
    ...(props.autoFocus && { autoFocus: true }),
  };
}

/** A diamond and what to write; tied to its field, said when it comes. */
export function Refusal({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <FieldError className="ui-refusal">
      <svg width="10" height="10" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M6 .5 11.5 6 6 11.5 .5 6z" fill="currentColor" />
      </svg>
      <span>{children}</span>
    </FieldError>
  );
}
