import { queryOptions } from '@tanstack/react-query';
import { told, type Api } from '../../api/client.js';

/** Until the first request comes it is looked for; after it the figures only have to be fresh. */
const LISTENING_MS = 2_000;
const FRESH_MS = 15_000;
const LATEST = 6;

export interface Sum {
  readonly requests: number;
  readonly errors: number;
  readonly charge: string;
}

export interface Overview {
  readonly currency: string;
  readonly balance: { readonly available: string; readonly held: string };
  readonly today: Sum;
  readonly month: Sum;
  readonly latency_ms: { readonly p50: number | null; readonly p95: number | null };
  readonly runway_days: number | null;
  readonly first_request_at: string | null;
  readonly has_key: boolean;
  readonly hours: readonly Sum[];
  readonly days: readonly Sum[];
}

export interface Latest {
  readonly id: string;
  readonly time: string;
  readonly status: string;
  readonly model: string;
  readonly requested_model: string;
  readonly latency_ms: number;
  readonly charge: string;
  readonly currency: string;
}

export interface Callable {
  readonly id: string;
  readonly kind: 'alias' | 'model';
  readonly targets?: readonly string[];
}

export const overviewQuery = (customer: string, api: Api) =>
  queryOptions({
    queryKey: ['overview', customer],
    queryFn: () => told(api.GET('/me/overview')) as Promise<Overview>,
    refetchInterval: ({ state }) => (state.data?.first_request_at === null ? LISTENING_MS : FRESH_MS),
  });

/** Anew whenever the overview counts another one. */
export const latestQuery = (customer: string, api: Api, requests: number) =>
  queryOptions({
    queryKey: ['latest', customer, requests],
    queryFn: async () => {
      const page = (await told(api.GET('/me/request-logs', { params: { query: { limit: LATEST } } }))) as {
        readonly data: readonly Latest[];
      };
      return page.data;
    },
    placeholderData: (before: readonly Latest[] | undefined) => before,
  });

/** What answers a chat, aliases first. */
export const callableQuery = (customer: string, api: Api) =>
  queryOptions({
    queryKey: ['callable', customer],
    queryFn: async (): Promise<readonly Callable[]> => {
      const { data } = await told(api.GET('/me/models', { params: { query: { limit: 100 } } }));
      const chat = data.filter(({ capabilities }) => capabilities.includes('chat'));
      return [...chat.filter(({ kind }) => kind === 'alias'), ...chat.filter(({ kind }) => kind === 'model')];
    },
  });
