export const OPERATORS = ['is', 'not', 'contains', 'above', 'below', 'since', 'until'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Filter {
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
}

export interface FilterValue {
  readonly value: string;
  readonly label: string;
  /** From the server, for the whole of what the other filters leave. */
  readonly count?: string;
}

export interface FilterField {
  readonly id: string;
  readonly label: string;
  /** What it is, in two or three words. */
  readonly detail?: string;
  /** Default: `is`, `not`. One only: it is not asked for. */
  readonly operators?: readonly Operator[];
  /** Known values; a field without takes what is typed. */
  readonly values?: readonly FilterValue[];
  /** Known values are offered, others can be typed. */
  readonly open?: boolean;
}

export const operatorsOf = (field: FilterField): readonly Operator[] => field.operators ?? ['is', 'not'];

/** `{status: ['not:failed']}`: what stands in the URL. `is` goes without its name, unless the value would be read as another. */
export function toSearch(filters: readonly Filter[]): Record<string, string[]> {
  const search = new Map<string, string[]>();
  for (const { field, operator, value } of filters) {
    const text = operator === 'is' && !PREFIXED.test(value) ? value : `${operator}:${value}`;
    search.set(field, [...(search.get(field) ?? []), text]);
  }
  return Object.fromEntries(search);
}

/** The reverse; fields that nobody knows are left to whoever owns them. */
export function fromSearch(search: Readonly<Record<string, unknown>>, fields: readonly FilterField[]): Filter[] {
  return fields.flatMap(({ id }) => {
    const given = Object.hasOwn(search, id) ? search[id] : undefined;
    const texts = Array.isArray(given) ? given : given === undefined ? [] : [given];
    return texts.filter(isPlain).map((text) => read(id, String(text)));
  });
}

const PREFIXED = new RegExp(`^(?:${OPERATORS.join('|')}):`);
const isPlain = (given: unknown): given is string | number | boolean => ['string', 'number', 'boolean'].includes(typeof given);

function read(field: string, text: string): Filter {
  const colon = text.indexOf(':');
  const operator = PREFIXED.test(text) ? OPERATORS.find((each) => each === text.slice(0, colon)) : undefined;
  return operator ? { field, operator, value: text.slice(colon + 1) } : { field, operator: 'is', value: text };
}

/** What is being written: a field, then an operator, then a value. */
export interface Draft {
  readonly field?: FilterField;
  readonly operator?: Operator;
  readonly typed: string;
}

/** One thing that may come next. `free`: what was typed, as a value. */
export type Suggestion =
  | { readonly kind: 'field'; readonly field: FilterField }
  | { readonly kind: 'operator'; readonly operator: Operator }
  | { readonly kind: 'value' | 'free'; readonly value: FilterValue };

const MOST = 8;

export function suggestions(draft: Draft, fields: readonly FilterField[], nameOf: (operator: Operator) => string): Suggestion[] {
  const typed = draft.typed.trim().toLowerCase();
  const fits = (...words: readonly (string | undefined)[]) => words.some((word) => word?.toLowerCase().includes(typed));
  if (!draft.field) {
    const found = fields.filter((field) => fits(field.label, field.id));
    return found.slice(0, MOST).map((field) => ({ kind: 'field', field }));
  }
  if (!draft.operator) {
    return operatorsOf(draft.field)
      .filter((operator) => fits(nameOf(operator), operator))
      .map((operator) => ({ kind: 'operator', operator }));
  }
  const values: Suggestion[] = (draft.field.values ?? [])
    .filter((value) => fits(value.label, value.value))
    .slice(0, MOST)
    .map((value) => ({ kind: 'value', value }));
  if ((draft.field.values && !draft.field.open) || typed === '') return values;
  return [...values, { kind: 'free', value: { value: draft.typed.trim(), label: draft.typed.trim() } }];
}

/** The draft after a choice, or the filter that it makes. */
export function choose(draft: Draft, chosen: Suggestion): { readonly draft: Draft; readonly made?: Filter } {
  if (chosen.kind === 'field') {
    const [only, ...others] = operatorsOf(chosen.field);
    return { draft: { field: chosen.field, typed: '', ...(only && others.length === 0 && { operator: only }) } };
  }
  if (chosen.kind === 'operator') return { draft: { ...draft, operator: chosen.operator, typed: '' } };
  if (!draft.field || !draft.operator) return { draft };
  return { draft: { typed: '' }, made: { field: draft.field.id, operator: draft.operator, value: chosen.value.value } };
}

/** Backspace in an empty field: one step back, and at the start the last token opens again. */
export function back(
  draft: Draft,
  filters: readonly Filter[],
  fields: readonly FilterField[],
): { readonly draft: Draft; readonly filters: readonly Filter[] } {
  if (draft.operator && draft.field && operatorsOf(draft.field).length > 1) return { draft: { field: draft.field, typed: '' }, filters };
  if (draft.field) return { draft: { typed: '' }, filters };
  const last = filters.at(-1);
  const field = last && fields.find(({ id }) => id === last.field);
  if (!last) return { draft, filters };
  const rest = filters.slice(0, -1);
  if (!field) return { draft, filters: rest };
  const label = field.values?.find(({ value }) => value === last.value)?.label ?? last.value;
  return { draft: { field, operator: last.operator, typed: label }, filters: rest };
}
