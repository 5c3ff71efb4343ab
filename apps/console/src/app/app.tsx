import { I18nProvider } from '@lingui/react';
import { useLingui } from '@lingui/react';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { I18nProvider as LocaleProvider, RouterProvider as LinkProvider } from 'react-aria-components';
import { queries } from '../api/queries.js';
import { i18n, localeTag } from '../i18n/i18n.js';
import { Gates } from '../gates/gates.js';
import { ToastRegion } from '../ui/overlay/toast.js';
import { router } from './router.js';

export const App = (): ReactNode => (
  <I18nProvider i18n={i18n}>
    <QueryClientProvider client={queries}>
      <Spoken />
    </QueryClientProvider>
  </I18nProvider>
);

/** React Aria's own words, dates and numbers follow the chosen language. */
function Spoken(): ReactNode {
  useLingui();
  return (
    <LocaleProvider locale={localeTag()}>
      <LinkProvider navigate={(to) => void router.navigate({ to })} useHref={(to) => router.buildLocation({ to }).publicHref}>
        <RouterProvider router={router} />
        <Gates />
        <ToastRegion />
      </LinkProvider>
    </LocaleProvider>
  );
}
