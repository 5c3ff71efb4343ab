export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Says something: an empty list asks for nothing. */
export function isGiven(value: unknown): boolean {
  return value != null && !(Array.isArray(value) && value.length === 0);
}
