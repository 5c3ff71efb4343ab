import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { localeTag, useTexts, type Translate } from '../../i18n/i18n.js';
import { useHere } from '../../parts/customer.js';
import { FilterBar } from '../../ui/filter/filter-bar.js';
import type { FilterField, FilterValue } from '../../ui/filter/filters.js';
import { Money } from '../../ui/money/money.js';
import { dateAndTime } from '../../ui/show/moments.js';
import { useZone } from '../../ui/show/zone.js';
import { modelsQuery } from '../models/models.js';
import { keyNamesQuery, type Named, type Totals } from './log.js';
import { OPERATOR_OF, searchOfTokens, tokensOfFilter, type FilterName, type LogFilter } from './log-filter.js';

const STATUSES = ['succeeded', 'failed', 'cancelled', 'abandoned'] as const;
const HOUR_MS = 3_600_000;
const BEFORE = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS } as const;

interface Known {
  readonly models: readonly { readonly id: string; readonly providers: readonly string[] }[];
  readonly keys: readonly Named[];
}

/** The bar is the address; what matches stands at its end, and comes from the server. */
export function LogsFilterBar({ filter, totals }: { readonly filter: LogFilter; readonly totals: Totals | undefined }): ReactNode {
  const t = useTexts();
  const zone = useZone();
  const navigate = useNavigate();
  const here = useHere();
  const models = useQuery(modelsQuery(here)).data ?? [];
  const keys = useQuery(keyNamesQuery(here)).data ?? [];
  // The last hour stays the one of when the filter was offered.
  const nowMs = useMemo(() => Date.now(), [filter]);
  return (
    <FilterBar
      fields={fieldsOf({ models, keys }, filter, { t, zone, nowMs })}
      value={tokensOfFilter(filter)}
      onChange={(tokens) =>
        void navigate({ to: '.', search: ((before: object) => ({ ...before, ...searchOfTokens(tokens, zone) })) as never })
      }
      end={totals === undefined ? null : <Matches totals={totals} />}
    />
  );
}

function Matches({ totals: { requests, charge, currency, is_exact: isExact } }: { readonly totals: Totals }): ReactNode {
  const t = useTexts();
  return (
    <span className="logs-matches" role="status">
      {t(isExact ? 'logs.matches' : 'logs.matches_about', { count: requests })} · <Money amount={charge} currency={currency} unit />
    </span>
  );
}

interface Told {
  readonly t: Translate;
  readonly zone: string;
  readonly nowMs: number;
}

function fieldsOf({ models, keys }: Known, filter: LogFilter, told: Told): FilterField[] {
  const { t } = told;
  const field = (id: FilterName, values: readonly FilterValue[], open = false): FilterField => ({
    id,
    label: t(`logs.filter.${id}`),
    operators: [OPERATOR_OF[id]],
    values,
    open,
  });
  const plain = (names: Iterable<string>): FilterValue[] => [...new Set(names)].sort().map((name) => ({ value: name, label: name }));
  return [
    field('from', moments(filter.from, told), true),
    field('to', moments(filter.to, told), true),
    field(
      'status',
      STATUSES.map((value) => ({ value, label: t(`logs.status.${value}`) })),
    ),
    field('model', plain(models.map(({ id }) => id)), true),
    field('provider', plain(models.flatMap(({ providers }) => providers)), true),
    field(
      'key_id',
      keys.map(({ id, name }) => ({ value: id, label: name })),
      true,
    ),
  ];
}

function moments(chosen: string | undefined, { t, zone, nowMs }: Told): FilterValue[] {
  const offered = Object.entries(BEFORE).map(([name, ms]) => ({
    value: new Date(nowMs - ms).toISOString(),
    label: t(`logs.before.${name}`),
  }));
  const atMs = Date.parse(chosen ?? '');
  if (chosen === undefined || Number.isNaN(atMs) || offered.some(({ value }) => value === chosen)) return offered;
  return [...offered, { value: chosen, label: dateAndTime(atMs, zone, localeTag(), 'minute') }];
}
