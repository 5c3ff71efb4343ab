import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask, told, type Api } from '../../api/client.js';
import { queryOf, type LogFilter } from './log-filter.js';

/** A request that has ended. */
export interface LogRow {
  readonly id: string;
  readonly time: string;
  readonly status: 'succeeded' | 'failed' | 'cancelled' | 'abandoned';
  readonly outcome: string;
  readonly reason: string | null;
  readonly model: string;
  readonly requested_model: string;
  readonly provider: string;
  readonly usage: { readonly input_tokens: number; readonly output_tokens: number };
  readonly charge: string;
  readonly currency: string;
  readonly latency_ms: number;
  readonly key_id: string;
}

export interface LogPage {
  readonly data: readonly LogRow[];
  readonly next_cursor: string | null;
}

export interface Totals {
  readonly requests: number;
  readonly errors: number;
  readonly charge: string;
  readonly currency: string;
  readonly is_exact: boolean;
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Rows a page. */
const LIMIT = '100';

export interface Asked {
  readonly customer: string;
  readonly api: Api;
  readonly filter: LogFilter;
}

export const pageOf = ({ customer, filter }: Asked, cursor: string | null): Promise<LogPage> => {
  const query = new URLSearchParams({ ...queryOf(filter), limit: LIMIT, ...(cursor !== null && { cursor }) });
  return ask<LogPage>('GET', `me/request-logs?${query}`, undefined, { 'x-tokenok-customer': customer });
};

/** It is read once: what comes later comes by the tail, and a page of the past does not change. */
export const logQuery = (asked: Asked) =>
  infiniteQueryOptions({
    queryKey: ['logs', asked.customer, asked.filter],
    queryFn: ({ pageParam }) => pageOf(asked, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 2_000,
    refetchOnWindowFocus: false,
  });

export const totalsQuery = ({ customer, filter }: Asked) =>
  queryOptions({
    queryKey: ['logs-totals', customer, filter],
    queryFn: () =>
      ask<Totals>('GET', `me/request-logs/totals?${new URLSearchParams(queryOf(filter))}`, undefined, { 'x-tokenok-customer': customer }),
    placeholderData: keepPreviousData,
    staleTime: 2_000,
  });

/** With those that were revoked: old rows keep their names. */
export const keyNamesQuery = ({ customer, api }: Pick<Asked, 'customer' | 'api'>) =>
  queryOptions({
    queryKey: ['key-names', customer],
    queryFn: async () => ((await told(api.GET('/me/api-keys'))) as unknown as { readonly data: readonly Named[] }).data,
    staleTime: 60_000,
  });
