import './filter-bar.css';
import type { ReactElement, ReactNode } from 'react';
import { useId } from 'react';
import { useTexts } from '../../i18n/i18n.js';
import { FilterIcon, XIcon } from '../icons/icons.js';
import { useFilterInput } from './filter-input.js';
import type { FilterInput } from './filter-input.js';
import type { Filter, FilterField, Operator, Suggestion } from './filters.js';

export interface FilterBarProps {
  readonly fields: readonly FilterField[];
  /** The URL's; the bar keeps nothing of its own but what is being typed. */
  readonly value: readonly Filter[];
  readonly onChange: (filters: readonly Filter[]) => void;
  readonly placeholder?: string;
  /** What matches, from the server: "812 match · 0.9631 USD". */
  readonly end?: ReactNode;
}

export function FilterBar({ fields, value, onChange, placeholder, end }: FilterBarProps): ReactElement {
  const t = useTexts();
  const id = useId();
  const nameOf = (operator: Operator) => t(`ui.operator_${operator}`);
  const typing = useFilterInput({ fields, value, onChange, nameOf });
  const { input, draft, found, at } = typing;
  return (
    <div className="ui-filters" role="group" aria-label={t('ui.filters')}>
      <div className="ui-filters-field">
        <FilterIcon size={16} aria-hidden="true" className="ui-filters-sign" />
        <div className="ui-filters-line">
          {value.map((filter, index) => (
            <Token
              key={`${index}:${filter.field}:${filter.operator}:${filter.value}`}
              filter={filter}
              fields={fields}
              onRemove={() => {
                onChange(value.filter((_, other) => other !== index));
                input.current?.focus();
              }}
            />
          ))}
          {draft.field ? (
            <span className="ui-token ui-token-draft">
              <span className="ui-token-field">{draft.field.label}</span>
              {draft.operator ? <span className="ui-token-operator">{nameOf(draft.operator)}</span> : null}
            </span>
          ) : null}
          <input
            ref={input}
            className="ui-filters-input"
            role="combobox"
            aria-label={placeholder ?? t('ui.add_filter')}
            aria-expanded={found.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={found.length > 0 ? `${id}-${at}` : undefined}
            placeholder={draft.field ? undefined : (placeholder ?? t('ui.add_filter'))}
            autoComplete="off"
            spellCheck={false}
            value={draft.typed}
            onChange={(event) => typing.type(event.target.value)}
            onKeyDown={typing.onKeyDown}
            onClick={() => typing.open(true)}
            onBlur={() => typing.open(false)}
          />
        </div>
        {end ? <span className="ui-filters-end">{end}</span> : null}
      </div>
      <Suggestions id={id} typing={typing} nameOf={nameOf} />
    </div>
  );
}

interface SuggestionsProps {
  readonly id: string;
  readonly typing: FilterInput;
  readonly nameOf: (operator: Operator) => string;
}

function Suggestions({ id, typing: { found, at, point, pick }, nameOf }: SuggestionsProps): ReactElement {
  const t = useTexts();
  return (
    <ul id={`${id}-list`} className="ui-filters-list" role="listbox" aria-label={t('ui.add_filter')} hidden={found.length === 0}>
      {found.map((suggestion, index) => (
        <li
          key={index}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === at}
          className="ui-filters-option"
          // Before the blur: the list would be gone at the click.
          onMouseDown={(event) => event.preventDefault()}
          onMouseMove={() => point(index)}
          onClick={() => pick(suggestion)}
        >
          <Words suggestion={suggestion} nameOf={nameOf} />
        </li>
      ))}
    </ul>
  );
}

function Token(props: { readonly filter: Filter; readonly fields: readonly FilterField[]; readonly onRemove: () => void }): ReactElement {
  const { filter, fields, onRemove } = props;
  const t = useTexts();
  const field = fields.find(({ id }) => id === filter.field);
  const value = field?.values?.find((each) => each.value === filter.value)?.label ?? filter.value;
  const words = [field?.label ?? filter.field, t(`ui.operator_${filter.operator}`), value];
  return (
    <span className="ui-token">
      <span className="ui-token-field">{words[0]}</span>
      <span className="ui-token-operator">{words[1]}</span>
      <span className="ui-token-value">{value}</span>
      <button type="button" className="ui-token-remove" aria-label={t('ui.remove_filter', { filter: words.join(' ') })} onClick={onRemove}>
        <XIcon size={14} aria-hidden="true" />
      </button>
    </span>
  );
}

function Words({ suggestion, nameOf }: { readonly suggestion: Suggestion; readonly nameOf: (operator: Operator) => string }): ReactElement {
  if (suggestion.kind === 'operator') return <span className="ui-filters-word">{nameOf(suggestion.operator)}</span>;
  const { label } = suggestion.kind === 'field' ? suggestion.field : suggestion.value;
  const detail = suggestion.kind === 'field' ? suggestion.field.detail : suggestion.value.count;
  return (
    <>
      <span className="ui-filters-word">{label}</span>
      {detail ? <span className="ui-filters-detail">{detail}</span> : null}
    </>
  );
}
