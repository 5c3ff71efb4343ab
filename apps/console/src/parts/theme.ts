import { Store } from '../api/store.js';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED = 'tokenok.theme';
const isDark = matchMedia('(prefers-color-scheme: dark)');

/** What was chosen in this browser; `auto` is what the system says. */
export const theme = new Store<Theme>(THEMES.find((each) => each === localStorage.getItem(STORED)) ?? 'auto');

export function choose(wanted: Theme): void {
  localStorage.setItem(STORED, wanted);
  theme.set(wanted);
}

/** From now on `data-theme` says `light` or `dark`. Charts watch `shownTheme`: their canvas is drawn anew. */
export function startTheme(): void {
  theme.watch(show);
  isDark.addEventListener('change', show);
  show();
}

export const shownTheme = new Store<'light' | 'dark'>('light');

function show(): void {
  const chosen = theme.get();
  const shown = chosen === 'auto' ? (isDark.matches ? 'dark' : 'light') : chosen;
  document.documentElement.dataset['theme'] = shown;
  shownTheme.set(shown);
}
