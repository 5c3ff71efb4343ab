import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/client.js';
import type { ChatBody } from './chat.js';

export interface Preview {
  readonly model: string | null;
  readonly provider: string | null;
  readonly at_most: { readonly amount: string; readonly currency: string } | null;
  readonly max_output_tokens: number | null;
  readonly refusal: { readonly code: string; readonly message: string } | null;
}

/** Where it would go and what would be held, by the code that makes the hold. */
export const previewQuery = (customer: string, body: ChatBody) =>
  queryOptions({
    queryKey: ['route-preview', customer, body],
    queryFn: () => ask<Preview>('POST', 'me/route-preview', { endpoint: 'chat/completions', body }, { 'x-tokenok-customer': customer }),
    placeholderData: keepPreviousData,
    gcTime: 0,
  });
