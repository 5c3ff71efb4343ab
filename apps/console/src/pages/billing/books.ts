import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { told, type Api } from '../../api/client.js';

/** What moved the balance: usage of a day as one row. */
export interface Movement {
  readonly day: string;
  readonly time: string;
  readonly type: 'usage' | 'payment' | 'credit' | 'expiry' | 'adjustment';
  readonly amount: string;
  readonly balance: string;
  readonly requests?: number;
  readonly payment_id?: string;
  readonly reason?: string;
}

export interface Month {
  readonly period: string;
  readonly as_of: string;
  readonly currency: string;
  readonly opening_balance: string;
  readonly closing_balance: string;
  readonly sums: readonly { readonly type: Movement['type']; readonly amount: string; readonly count: number }[];
  readonly movements: readonly Movement[];
  readonly earlier: number;
  readonly ticks: readonly number[];
}

export interface Lots {
  readonly as_of: string;
  readonly currency: string;
  readonly balance: string;
  readonly available: string | null;
  readonly held: string | null;
  readonly lots: readonly Lot[] | null;
}

export interface Lot {
  readonly id: string;
  readonly kind: 'promo' | 'goodwill' | 'paid' | 'adjustment';
  readonly granted: string;
  readonly remaining: string;
  readonly held: string;
  readonly granted_at: string;
  readonly expires_at: string | null;
}

/** Which books: undefined is the running month, and now. */
export interface Asked {
  readonly customer: string;
  readonly api: Api;
  readonly period: string | undefined;
  readonly asOf: string | undefined;
}

/** The last figures stay while the next ones are read. */
export const monthQuery = ({ customer, api, period, asOf }: Asked) =>
  queryOptions({
    queryKey: ['movements', customer, period ?? '', asOf ?? ''],
    queryFn: () =>
      told(
        api.GET('/me/billing/movements', { params: { query: { ...(period && { period }), ...(asOf && { as_of: asOf }) } } }),
      ) as Promise<Month>,
    placeholderData: keepPreviousData,
  });

export const lotsQuery = ({ customer, api, asOf }: Omit<Asked, 'period'>) =>
  queryOptions({
    queryKey: ['lots', customer, asOf ?? ''],
    queryFn: () => told(api.GET('/me/billing/lots', { params: { query: { ...(asOf && { as_of: asOf }) } } })) as Promise<Lots>,
    placeholderData: keepPreviousData,
  });
