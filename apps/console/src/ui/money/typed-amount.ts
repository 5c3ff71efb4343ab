/** Why a typed amount is refused; the field says what to write instead. */
export type AmountRefusal =
  | { readonly reason: 'empty' }
  | { readonly reason: 'comma'; readonly write: string }
  | { readonly reason: 'sign' }
  | { readonly reason: 'decimals'; readonly most: number }
  | { readonly reason: 'digits' }
  | { readonly reason: 'not_a_number' };

const MOST_WHOLE = 9;

/**
 * Checks what a person typed, in order of precedence; the API takes `0.004`, up to nine digits before the point and `decimals` behind it.
 * Spaces around and between digits are taken away; nothing else is guessed.
 */
export function typedAmount(typed: string, decimals = 9): { readonly amount: string } | AmountRefusal {
  const text = typed.replace(/\s/g, '');
  if (text === '') return { reason: 'empty' };
  if (/^\d+,\d+$/.test(text)) return { reason: 'comma', write: text.replace(',', '.') };
  if (/^[-+\u2212]/.test(text)) return { reason: 'sign' };
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || text === '.') return { reason: 'not_a_number' };
  const whole = (match[1] ?? '').replace(/^0+(?=\d)/, '') || '0';
  const part = match[2] ?? '';
  if (whole.length > MOST_WHOLE) return { reason: 'digits' };
  if (part.length > decimals) return { reason: 'decimals', most: decimals };
  return { amount: part === '' ? whole : `${whole}.${part}` };
}

/** For the height of a bar only: a picture has pixels, not nanos. Text that is no amount has none. */
export function forPixels(text: string | null | undefined): number {
  const value = text == null ? 0 : Number(text);
  return Number.isFinite(value) ? value : 0;
}
