import type { RecordedEvent } from '#event-store';
import { isAccountEventType, placeOf, readAccountEvent, versionOf } from '#ledger';

/**
 * Brings an event of an account to the shape that projections know. Throws `UNREADABLE_EVENT` for a version that this program
 * does not know. Other events come as they are: the directory's own fold reads them through its codecs.
 */
export function currentShape(event: RecordedEvent): RecordedEvent {
  if (!isAccountEventType(event.type) || event.metadata.version === versionOf(event.type) || !placeOf(event.stream)) return event;
  return { ...event, data: readAccountEvent(event).data };
}
