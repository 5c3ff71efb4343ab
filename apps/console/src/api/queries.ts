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
