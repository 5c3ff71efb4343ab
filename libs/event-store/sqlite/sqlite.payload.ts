import type { ParsedEvent } from '../recorded-event.js';

/** `[`, each event on a line of its own, `]`. Canonical JSON holds no raw newline: lines can be cut without parsing. */
export function payloadOf(texts: readonly string[]): string {
  return `[\n${texts.join(',\n')}\n]`;
}

export function parsePayload(payload: string): ParsedEvent[] {
  return JSON.parse(payload) as ParsedEvent[];
}
