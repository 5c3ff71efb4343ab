import { QueryClient } from '@tanstack/react-query';
import { onceBack } from './away.js';

/** What the API refused stays refused; what is away is asked again when it is back, with the last figures on the page until then. */
export const queries = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 10_000, networkMode: 'always' },
    mutations: { retry: false, networkMode: 'always' },
  },
});

onceBack(() => void queries.invalidateQueries());

/** `throwOnError` of what a page cannot be drawn without: what was read stays on the page when a later reading fails. */
export const nothingYet = (_error: Error, { state }: { readonly state: { readonly data?: unknown } }): boolean => state.data === undefined;
