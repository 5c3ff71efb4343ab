import type { EventMetadata, JsonObject, Position, RecordedEvent } from './event-store.port.js';

/** What the recorded text of an event parses to. */
export interface ParsedEvent {
  readonly data: JsonObject;
  readonly id: string;
  readonly metadata: EventMetadata;
  readonly type: string;
}

export function recordedEvent(position: Position, stream: string, revision: bigint, parsed: ParsedEvent): RecordedEvent {
  return { position, stream, revision, id: parsed.id, type: oneText(parsed.type), data: parsed.data, metadata: parsed.metadata };
}

/** Types are few and are looked up again and again: the same text in memory for all events is found at once. */
const TYPES = new Map<string, string>();
const MOST_TYPES = 1_000;

function oneText(type: string): string {
  const known = TYPES.get(type);
  if (known !== undefined) return known;
  if (TYPES.size < MOST_TYPES) TYPES.set(type, type);
  return type;
}
