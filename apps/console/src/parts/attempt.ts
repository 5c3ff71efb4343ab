import { useState } from 'react';
import { Away, Declined, Refused } from '../api/problem.js';
import { useTexts } from '../i18n/i18n.js';

export interface Attempt {
  readonly isRunning: boolean;
  /** Of the whole, as a sentence for the person; what is about one field is there. */
  readonly refusal: string | undefined;
  readonly refusalOf: (field: string) => string | undefined;
  readonly run: (act: () => Promise<unknown>) => void;
}

/** One act of a form at a time, and what became of it. Fields keep what was typed, whatever comes. */
export function useAttempt(onRefused?: (refused: Refused) => void): Attempt {
  const t = useTexts();
  const [isRunning, setRunning] = useState(false);
  const [failed, setFailed] = useState<unknown>();
  const run = async (act: () => Promise<unknown>): Promise<void> => {
    if (isRunning) return;
    setRunning(true);
    setFailed(undefined);
    try {
      await act();
    } catch (error) {
      if (error instanceof Refused) onRefused?.(error);
      setFailed(error);
    } finally {
      setRunning(false);
    }
  };
  return {
    isRunning,
    refusal: sentenceOf(failed, t),
    refusalOf: (field) => (failed instanceof Refused ? failed.of(field) : undefined),
    run: (act) => void run(act),
  };
}

function sentenceOf(failed: unknown, t: (id: string) => string): string | undefined {
  if (failed === undefined || failed instanceof Declined) return undefined;
  if (failed instanceof Refused) return failed.message;
  if (failed instanceof Away) return t('app.no_answer');
  // What the browser says of a passkey that was not used.
  if (failed instanceof Error && ['NotAllowedError', 'AbortError', 'SecurityError'].includes(failed.name)) return t('app.no_passkey');
  return failed instanceof Error ? failed.message : t('app.broken');
}
