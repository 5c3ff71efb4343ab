import { queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/client.js';
import type { Receipt } from './receipt.js';

/** What has ended does not change. */
export const receiptQuery = (customer: string, id: string) =>
  queryOptions({
    queryKey: ['receipt', customer, id],
    queryFn: () => ask<Receipt>('GET', `me/requests/${encodeURIComponent(id)}`, undefined, { 'x-tokenok-customer': customer }),
    staleTime: Infinity,
  });
