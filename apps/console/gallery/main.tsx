import '../src/styles/tokens.css';
import '../src/styles/base.css';
import './gallery.css';
import { I18nProvider as LinguiProvider } from '@lingui/react';
import { createRoot } from 'react-dom/client';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { i18n, localeTag, speak } from '../src/i18n/i18n.js';
import { LANGUAGES } from '../src/i18n/texts.js';
import { ZoneProvider } from '../src/ui/show/zone.js';
import { ToastRegion } from '../src/ui/overlay/toast.js';
import { Gallery } from './gallery.js';

/** `?lang=ja&theme=dark`. */
const search = new URLSearchParams(location.search);
document.documentElement.dataset['theme'] = search.get('theme') ?? 'light';
await speak(LANGUAGES.find((each) => each === search.get('lang')) ?? 'en');
createRoot(document.getElementById('gallery') as HTMLElement).render(
  <LinguiProvider i18n={i18n}>
    <I18nProvider locale={localeTag()}>
      <ZoneProvider value="UTC">
        <Gallery />
        <ToastRegion />
      </ZoneProvider>
    </I18nProvider>
  </LinguiProvider>,
);
