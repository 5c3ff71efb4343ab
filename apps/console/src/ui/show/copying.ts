import { useCallback, useEffect, useRef, useState } from 'react';

const SAID_FOR_MS = 1600;

/** Copies, and says so for a moment. Where the clipboard is refused nothing is said: the text can still be chosen by hand. */
export function useCopy(): { readonly isCopied: boolean; readonly copy: (text: string) => void } {
  const [isCopied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = useCallback((text: string) => {
    const said = () => {
      setCopied(true);
      clearTimeout(timer.current);
      timer.current = setTimeout(() => setCopied(false), SAID_FOR_MS);
    };
    void navigator.clipboard?.writeText(text).then(said, () => undefined);
  }, []);
  return { isCopied, copy };
}
