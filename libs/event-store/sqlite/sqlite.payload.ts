import type { ParsedEvent } from '../recorded-event.js';

/** `[`, each event on a line of its own, `]`. Canonical JSON holds no raw newline: lines can be cut without parsing. */
export function payloadOf(texts: readonly string[]): string {
  return `[\n${texts.join(',\n')}\n]`;
}

export function parsePayload(payload: string): ParsedEvent[] {
  return JSON.parse(payload) as ParsedEvent[];
}

/** Events of an append of many, from the first to the last of these (counted from 0): nothing else of it is parsed. */
export function parseLines(payload: string, first: number, last: number): ParsedEvent[] {
  const start = lineStart(payload, 1, first + 1);
  const end = lineStart(payload, start, last - first + 1) - 1;
  if (start === 0 || end < start) return [];
  const text = payload.slice(start, payload.charCodeAt(end - 1) === COMMA ? end - 1 : end);
  return JSON.parse(`[${text}]`) as ParsedEvent[];
}

/** Those on these lines, which are counted from 0 and ascend. Fewer where there are not so many lines. */
export function pickLines(payload: string, lines: readonly number[]): ParsedEvent[] {
  const events: ParsedEvent[] = [];
  let [line, start] = [0, lineStart(payload, 0, 1)];
  for (const wanted of lines) {
    start = lineStart(payload, start, wanted - line);
    const end = payload.indexOf('\n', start);
    if (start === 0 || end < 0) break;
    events.push(JSON.parse(payload.slice(start, payload.charCodeAt(end - 1) === COMMA ? end - 1 : end)) as ParsedEvent);
    line = wanted;
  }
  return events;
}

const COMMA = 44;

/** Where the line begins that is so many behind a place; 0 where there are not so many. */
function lineStart(payload: string, from: number, lines: number): number {
  let at = from;
  for (let line = 0; line < lines; line += 1) {
    at = payload.indexOf('\n', at) + 1;
    if (at === 0) return 0;
  }
  return at;
}
