import { useEffect, useState } from 'react';

/**
 * The token of a mailed link: from the fragment, which is taken out of the address bar and the history at once. Empty: there is none. A link that is
 * pasted over a page which is open already changes only the fragment, so that is listened to.
 */
export function useLinkToken(): string {
  const [token, setToken] = useState(taken);
  useEffect(() => {
    const onChange = (): void => setToken((before) => taken() || before);
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return token;
}

function taken(): string {
  const text = location.hash.slice(1);
  if (text !== '') history.replaceState(history.state, '', location.pathname + location.search);
  return text;
}
