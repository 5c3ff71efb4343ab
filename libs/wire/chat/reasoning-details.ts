import { isObject, type JsonObject } from '../json/object.js';

/** Thinking of Messages in Chat Completions. Source: OpenRouter, "Reasoning tokens", `reasoning_details`, which several clients send back as they came. */
const FORMAT = 'anthropic-claude-v1';
/** Text that comes in pieces. */
const PIECES = ['text', 'summary', 'data'] as const;

/** A block of thinking. `index`: its place among the blocks of its message. */
export function detailOf(block: JsonObject, text: string, index: number): JsonObject {
  const { type, data, signature } = block;
  if (type === 'redacted_thinking') return { type: 'reasoning.encrypted', data, format: FORMAT, index };
  return { type: 'reasoning.text', text, ...(signature == null ? {} : { signature }), format: FORMAT, index };
}

export interface PlacedBlock {
  readonly block: JsonObject;
  /** Undefined: before everything else. */
  readonly index: number | undefined;
}

/** The block of Messages again; undefined: it is another provider's, or has no signature. */
export function blockOfDetail(detail: unknown): PlacedBlock | undefined {
  if (!isObject(detail)) return undefined;
  const { type, text, data, signature, format, index } = detail;
  if (format != null && !(typeof format === 'string' && format.startsWith('anthropic'))) return undefined;
  const place = Number.isSafeInteger(index) ? (index as number) : undefined;
  if (type === 'reasoning.text' && typeof signature === 'string' && signature !== '')
    return { block: { type: 'thinking', thinking: typeof text === 'string' ? text : '', signature }, index: place };
  if (type === 'reasoning.encrypted' && typeof data === 'string' && format != null)
    return { block: { type: 'redacted_thinking', data }, index: place };
  return undefined;
}

/** The same of LiteLLM's `thinking_blocks`, which are blocks of Messages as they are. */
export function blockOfThinking(block: unknown): PlacedBlock | undefined {
  if (!isObject(block)) return undefined;
  const { type, thinking, signature, data } = block;
  if (type === 'thinking' && typeof thinking === 'string' && typeof signature === 'string' && signature !== '')
    return { block: { type, thinking, signature }, index: undefined };
  return type === 'redacted_thinking' && typeof data === 'string' ? { block: { type, data }, index: undefined } : undefined;
}

/** Details of a stream: pieces of one have the same place and kind, and follow each other. */
export class ReasoningDetails {
  private readonly all: Record<string, unknown>[] = [];

  get list(): readonly JsonObject[] {
    return this.all;
  }

  add(details: unknown): void {
    if (!Array.isArray(details)) return;
    for (const detail of details.filter(isObject)) {
      const last = this.all.at(-1);
      if (last && isContinued(last, detail)) merge(last, detail);
      else this.all.push({ ...detail });
    }
  }
}

/** The text that they show, where nothing else says what was thought. */
export function textOfDetails(details: unknown): string {
  const list: unknown[] = Array.isArray(details) ? details : [];
  return list
    .map((detail) => (isObject(detail) ? (detail['text'] ?? detail['summary']) : ''))
    .filter((text) => typeof text === 'string')
    .join('');
}

function isContinued(last: JsonObject, next: JsonObject): boolean {
  return (
    last['type'] === next['type'] && last['index'] != null && last['index'] === next['index'] && (next['id'] ?? last['id']) === last['id']
  );
}

function merge(into: Record<string, unknown>, more: JsonObject): void {
  for (const [name, value] of Object.entries(more)) {
    const before = into[name];
    const isPiece = (PIECES as readonly string[]).includes(name) && typeof before === 'string' && typeof value === 'string';
    if (isPiece) into[name] = before + value;
    else if (value != null) into[name] = value;
  }
}
