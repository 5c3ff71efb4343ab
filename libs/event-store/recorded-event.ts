import type { EventMetadata, JsonObject, Position, RecordedEvent } from './event-store.port.js';

/** What the recorded text of an event parses to. */
export interface ParsedEvent {
  readonly data: JsonObject;
  readonly id: string;
  readonly metadata: EventMetadata;
  readonly type: string;
}

export function recordedEvent(position: Position, stream: string, revision: bigint, parsed: ParsedEvent): RecordedEvent {
  return { position, stream, revision, id: parsed.id, type: parsed.type, data: parsed.data, metadata: parsed.metadata };
}
