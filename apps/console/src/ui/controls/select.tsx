import './select.css';
import type { ReactElement, ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';
import { useTexts } from '../../i18n/i18n.js';
import { CheckIcon, ChevronDownIcon } from '../icons/icons.js';
import { Refusal } from './field.js';

export interface Option<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly detail?: ReactNode;
}

export interface SelectProps<Value extends string> {
  readonly label: string;
  /** The label is for screen readers only: in a sentence such as "by Model". */
  readonly inline?: boolean;
  readonly options: readonly Option<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly hint?: ReactNode;
  readonly refused?: ReactNode;
  readonly placeholder?: string;
}

export function Select<Value extends string>(props: SelectProps<Value>): ReactElement {
  const { label, inline = false, options, value, onChange, hint, refused, placeholder } = props;
  const t = useTexts();
  return (
    <AriaSelect
      className={`ui-field ${inline ? 'ui-select-inline' : ''}`}
      value={value}
      onChange={(chosen) => {
        const option = options.find((each) => each.value === chosen);
        if (option) onChange(option.value);
      }}
      isInvalid={refused != null}
      validationBehavior="aria"
      placeholder={placeholder ?? t('ui.choose')}
      {...(inline && { 'aria-label': label })}
    >
      {inline ? null : <Label className="ui-label">{label}</Label>}
      <AriaButton className="ui-select">
        <SelectValue className="ui-select-value" />
        <ChevronDownIcon size={14} aria-hidden="true" />
      </AriaButton>
      {hint && refused == null ? (
        <Text slot="description" className="ui-hint-text">
          {hint}
        </Text>
      ) : null}
      <Refusal>{refused}</Refusal>
      <Popover className="ui-popover" offset={4}>
        <ListBox className="ui-options" items={options.map((option) => ({ ...option, id: option.value }))}>
          {(option) => (
            <ListBoxItem className="ui-option" id={option.value} textValue={option.label}>
              <Text slot="label">{option.label}</Text>
              {option.detail ? (
                <Text slot="description" className="ui-option-detail">
                  {option.detail}
                </Text>
              ) : null}
              <CheckIcon className="ui-option-check" size={14} aria-hidden="true" />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
