import './checkbox.css';
import type { ReactElement, ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components/Checkbox';
import { Switch as AriaSwitch } from 'react-aria-components/Switch';

export interface CheckboxProps {
  readonly children: ReactNode;
  readonly hint?: ReactNode;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  /** Some of what it stands for. */
  readonly partly?: boolean;
  readonly disabled?: boolean;
  readonly name?: string;
}

export function Checkbox(props: CheckboxProps): ReactElement {
  const { children, hint, checked, onChange, partly = false, disabled = false } = props;
  return (
    <AriaCheckbox
      className="ui-check"
      isSelected={checked}
      onChange={onChange}
      isIndeterminate={partly}
      isDisabled={disabled}
      {...named(props)}
    >
      <svg className="ui-check-box" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <rect className="ui-check-edge" x=".5" y=".5" width="15" height="15" rx="3.5" />
        <path className="ui-check-sign" d={partly ? 'M4 8h8' : 'M4 8.2 7 11l5-6'} />
      </svg>
      <Words hint={hint}>{children}</Words>
    </AriaCheckbox>
  );
}

/** On at once: live tail. A form has checkboxes. */
export function Switch(props: Omit<CheckboxProps, 'partly'>): ReactElement {
  const { children, hint, checked, onChange, disabled = false } = props;
  return (
    <AriaSwitch className="ui-check ui-switch" isSelected={checked} onChange={onChange} isDisabled={disabled} {...named(props)}>
      <svg className="ui-switch-box" width="28" height="16" viewBox="0 0 28 16" aria-hidden="true">
        <rect className="ui-check-edge" x=".5" y=".5" width="27" height="15" rx="7.5" />
        <circle className="ui-switch-knob" cx={checked ? 20 : 8} cy="8" r="4.5" />
      </svg>
      <Words hint={hint}>{children}</Words>
    </AriaSwitch>
  );
}

const named = ({ name }: { readonly name?: string }) => (name === undefined ? {} : { name });

function Words({ hint, children }: { readonly hint: ReactNode; readonly children: ReactNode }): ReactElement {
  return (
    <span className="ui-check-words">
      {children}
      {hint ? <span className="ui-hint-text">{hint}</span> : null}
    </span>
  );
}
