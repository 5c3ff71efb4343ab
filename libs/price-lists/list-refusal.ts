import type { Refusal } from '#streams';

export type ListRefusalCode = 'LIST_ABSENT' | 'LIST_URL_INVALID' | 'PRICE_LIST_INVALID' | 'PRICE_LIST_UNAVAILABLE';

/** Why a price list cannot be had or read. */
export type ListRefusal = Refusal<ListRefusalCode>;
