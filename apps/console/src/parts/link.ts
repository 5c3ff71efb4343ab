import { useState } from 'react';

/** The token of a mailed link: from the fragment, which is taken out of the address bar and the history at once. Empty: there is none. */
export function useLinkToken(): string {
  const [token] = useState(() => {
    const text = location.hash.slice(1);
    if (text !== '') history.replaceState(history.state, '', location.pathname + location.search);
    return text;
  });
  return token;
}
