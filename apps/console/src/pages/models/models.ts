import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/client.js';

/** For a million tokens. */
export interface Price {
  readonly currency: string;
  readonly input_per_million: string | null;
  readonly cached_input_per_million?: string | null;
  readonly cache_write_per_million?: string | null;
  readonly output_per_million: string | null;
}

export interface Model {
  readonly id: string;
  readonly kind: 'model' | 'alias';
  readonly targets?: readonly string[];
  readonly providers: readonly string[];
  readonly price: Price | null;
  readonly context_window: number | null;
  readonly max_output_tokens: number | null;
  readonly capabilities: readonly string[];
  readonly status: 'up' | 'slow' | 'down' | 'unknown';
  readonly checked_at: string | null;
}

/** What this customer may call. */
export const modelsQuery = ({ customer }: { readonly customer: string }) =>
  queryOptions({
    queryKey: ['models', customer],
    queryFn: async () =>
      (await ask<{ readonly data: readonly Model[] }>('GET', 'me/models', undefined, { 'x-tokenok-customer': customer })).data,
    staleTime: 30_000,
  });
