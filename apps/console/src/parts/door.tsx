import { Trans } from '@lingui/react';
import { useQuery } from '@tanstack/react-query';
import { Languages, SunMoon } from 'lucide-react';
import type { ReactNode } from 'react';
import { installationQuery } from '../api/session.js';
import { useStore } from '../api/store.js';
import { OWN_NAMES, language, speak, useTexts } from '../i18n/i18n.js';
import { LANGUAGES } from '../i18n/texts.js';
import { Mark } from './mark.js';
import { THEMES, choose, theme } from './theme.js';
import { AwayBar } from './away-bar.js';
import { DoorProof } from './door-proof.js';
import { useTitle } from './page.js';
import './door.css';

/** A page before the sign-in: which installation this is, one form, language and theme; beside it what the product stands for. */
export function Door({ title, children }: { readonly title: string; readonly children?: ReactNode }): ReactNode {
  const t = useTexts();
  useTitle(title);
  const { data: installation } = useQuery(installationQuery);
  const host = installation?.public_url ? new URL(installation.public_url).host : location.host;
  return (
    <div className="door">
      <div className="door-side">
        <AwayBar />
        <header className="door-head">
          <Mark size={20} />
          <strong>{installation?.name ?? 'Tokenok'}</strong>
        </header>
        <main className="door-main">
          <h1>{title}</h1>
          <p className="door-where">
            <Trans id="door.to" values={{ name: host }} components={{ 0: <strong /> }} />
          </p>
          {children}
        </main>
        <footer className="door-foot">
          <DoorLanguages />
          <DoorTheme />
        </footer>
      </div>
      <DoorProof
        texts={{
          why: t('door.why'),
          how: t('door.how'),
        }}
      />
    </div>
  );
}

function DoorLanguages(): ReactNode {
  const t = useTexts();
  return (
    <div className="door-languages" role="group" aria-label={t('app.language')}>
      <Languages size={14} aria-hidden="true" />
      {LANGUAGES.map((each) => (
        <button key={each} type="button" lang={each} aria-pressed={each === language()} onClick={() => void speak(each, true)}>
          {OWN_NAMES[each]}
        </button>
      ))}
    </div>
  );
}

/** One button that goes through the three. */
function DoorTheme(): ReactNode {
  const t = useTexts();
  const chosen = useStore(theme);
  const next = THEMES[(THEMES.indexOf(chosen) + 1) % THEMES.length] ?? 'auto';
  return (
    <button type="button" className="door-theme" onClick={() => choose(next)}>
      <SunMoon size={14} aria-hidden="true" />
      <span className="visually-hidden">{t('app.theme')}: </span>
      {t(`app.theme.${chosen}`)}
    </button>
  );
}
