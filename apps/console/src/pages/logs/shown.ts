import { createContext, useContext } from 'react';
import { localeTag, type Translate } from '../../i18n/i18n.js';
import type { StatusKind } from '../../ui/show/status.js';

/** The list that a receipt was opened from: its ids in their order, and the name of each key. */
export interface Shown {
  readonly ids: readonly string[];
  readonly keyName: (id: string) => string;
}

const Context = createContext<Shown>({ ids: [], keyName: (id) => id });
export const ShownProvider = Context.Provider;
export const useShown = (): Shown => useContext(Context);

export const count = (n: number): string => new Intl.NumberFormat(localeTag()).format(n);

const SECONDS_FROM_MS = 100;

/** "2 ms", "0.71 s": to a hundredth of a second. */
export function took(ms: number, t: Translate): string {
  if (ms < SECONDS_FROM_MS) return t('logs.ms', { n: count(ms) });
  const n = new Intl.NumberFormat(localeTag(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(ms / 1000);
  return t('logs.s', { n });
}

interface Ended {
  readonly status: 'succeeded' | 'failed' | 'cancelled' | 'abandoned';
  readonly outcome: string;
  readonly reason: string | null;
}

/** A failure says its code. */
export function statusOf({ status, outcome, reason }: Ended, t: Translate): { readonly kind: StatusKind; readonly word: string } {
  if (status === 'failed') return { kind: 'bad', word: reason === null ? t('logs.status.failed') : t('logs.failed_with', { reason }) };
  if (status === 'abandoned') return { kind: 'warn', word: t('logs.status.abandoned') };
  if (status === 'cancelled') return { kind: 'ended', word: t('logs.status.cancelled') };
  return outcome === 'incomplete' ? { kind: 'warn', word: t('logs.incomplete') } : { kind: 'done', word: t('logs.status.succeeded') };
}

/** `openai/gpt-4.1` is `gpt-4.1` where its provider stands beside it. */
export const shortModel = (model: string): string => model.slice(model.indexOf('/') + 1) || model;
