/** Whole numbers of zero or more; anything else that a provider reports is no count of tokens. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Adding zero turns a negative zero into zero. */
export function count(value: unknown): number {
  return isCount(value) ? value + 0 : 0;
}
