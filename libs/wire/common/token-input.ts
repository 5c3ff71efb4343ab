import { refuse, type WireRefusal } from './refusal.js';

/** How many texts `input` of embeddings or `prompt` of completions holds: a string, strings, tokens, or arrays of tokens. */
export function countTexts(value: unknown, field: string): number | WireRefusal {
  if (typeof value === 'string') return 1;
  if (value === undefined) return refuse(field, `${field} is required`);
  if (!Array.isArray(value) || value.length === 0)
    return refuse(field, `${field} must be a string, an array of strings, an array of tokens or an array of those`);
  if (isTokens(value)) return 1;
  const wrong = value.findIndex((text) => typeof text !== 'string' && !(Array.isArray(text) && isTokens(text)));
  if (wrong >= 0) return refuse(`${field}[${wrong}]`, `${field}[${wrong}] must be a string or an array of tokens`);
  return value.length;
}

function isTokens(value: readonly unknown[]): boolean {
  return value.length > 0 && value.every((token) => Number.isSafeInteger(token) && (token as number) >= 0);
}
