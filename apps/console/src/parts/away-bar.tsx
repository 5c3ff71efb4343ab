import { useEffect, useState, type ReactNode } from 'react';
import { gone, tryNow } from '../api/away.js';
import { useStore } from '../api/store.js';
import { useTexts } from '../i18n/i18n.js';
import { Button } from '../ui/controls/button.js';
import './away-bar.css';

/** One bar while the gateway does not answer; the page below it stays as it is. */
export function AwayBar(): ReactNode {
  const t = useTexts();
  const away = useStore(gone);
  const seconds = useSecondsUntil(away?.nextTryMs);
  if (away === undefined) return null;
  return (
    <div className="away-bar">
      <p role="status" className="visually-hidden">
        {t('app.no_answer')}
      </p>
      <span aria-hidden="true">{t('app.away', { seconds: away.isTrying ? 0 : seconds })}</span>
      <Button size="small" busy={away.isTrying} onPress={() => void tryNow()}>
        {t('app.try_now')}
      </Button>
    </div>
  );
}

function useSecondsUntil(timeMs: number | undefined): number {
  const [nowMs, setNow] = useState(Date.now);
  useEffect(() => {
    if (timeMs === undefined) return undefined;
    setNow(Date.now());
    const timer = window.setInterval(() => setNow(Date.now()), 1_000);
    return () => window.clearInterval(timer);
  }, [timeMs]);
  return timeMs === undefined ? 0 : Math.max(0, Math.ceil((timeMs - nowMs) / 1_000));
}
