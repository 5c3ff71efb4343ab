import type { ReactElement, ReactNode } from 'react';
import { useState } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { typedAmount } from '../money/typed-amount.js';
import { Field } from './field.js';

export interface AmountFieldProps {
  readonly label: ReactNode;
  readonly currency: string;
  readonly hint?: ReactNode;
  /** What was typed, as it was typed. */
  readonly value: string;
  /** `amount`: what may be sent, undefined while it is refused or empty. */
  readonly onChange: (typed: string, amount: string | undefined) => void;
  /** The server's own refusal. */
  readonly refused?: ReactNode;
  readonly decimals?: number;
  readonly required?: boolean;
  readonly name?: string;
}

/** An amount is text: right-aligned, with a point, refused in words once the field is left. */
export function AmountField(props: AmountFieldProps): ReactElement {
  const { value, decimals = 9, currency } = props;
  const [isLeft, setLeft] = useState(false);
  const t = useTexts();
  const read = typedAmount(value, decimals);
  const isRefused = isLeft && 'reason' in read && (read.reason !== 'empty' || props.required === true);
  const says = isRefused && 'reason' in read ? t(`ui.amount_${read.reason}`, { ...read }) : undefined;
  return (
    <Field
      label={props.label}
      hint={props.hint}
      refused={says ?? props.refused}
      value={value}
      onChange={(typed) => {
        const next = typedAmount(typed, decimals);
        props.onChange(typed, 'amount' in next ? next.amount : undefined);
      }}
      onBlur={() => setLeft(true)}
      inputMode="decimal"
      autoComplete="off"
      figures
      required={props.required ?? false}
      {...(props.name !== undefined && { name: props.name })}
      end={currency}
    />
  );
}
