import { typedMoment } from '../../ui/show/zoned.js';
import type { Filter, Operator } from '../../ui/filter/filters.js';

/** The filters of the log as the API and the address have them; each once. */
export const FILTER_NAMES = ['from', 'to', 'status', 'model', 'provider', 'key_id'] as const;
export type FilterName = (typeof FILTER_NAMES)[number];
export type LogFilter = Partial<Readonly<Record<FilterName, string>>>;

export const OPERATOR_OF: Readonly<Record<FilterName, Operator>> = {
  from: 'since',
  to: 'until',
  status: 'is',
  model: 'is',
  provider: 'is',
  key_id: 'is',
};

/** Of what stands in the address; of a name that stands there twice the last one. */
export function logFilter(search: Readonly<Record<string, unknown>>): LogFilter {
  const found = FILTER_NAMES.flatMap((name) => {
    const value = [Object.hasOwn(search, name) ? search[name] : undefined].flat().at(-1);
    return typeof value === 'string' && value !== '' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}

export const tokensOfFilter = (filter: LogFilter): Filter[] =>
  FILTER_NAMES.flatMap((field) => {
    const value = filter[field];
    return value === undefined ? [] : [{ field, operator: OPERATOR_OF[field], value }];
  });

const NONE = { from: undefined, to: undefined, status: undefined, model: undefined, provider: undefined, key_id: undefined };

/** Every name, so that what is gone leaves the address. Moments are typed in the zone of the customer. */
export function searchOfTokens(tokens: readonly Filter[], zone: string): Readonly<Record<FilterName, string | undefined>> {
  const search: Record<FilterName, string | undefined> = { ...NONE };
  for (const { field, value } of tokens) {
    const name = FILTER_NAMES.find((each) => each === field);
    if (name) search[name] = name === 'from' || name === 'to' ? momentOf(value, zone) : value;
  }
  return search;
}

function momentOf(text: string, zone: string): string {
  const typed = typedMoment(text, zone);
  return typed === undefined ? text : new Date(typed).toISOString();
}

/** What list, totals, tail and CSV are asked with: the same. */
export const queryOf = (filter: LogFilter): Record<string, string> => ({ ...filter });
