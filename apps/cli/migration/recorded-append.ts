import {
  MAX_BYTES_PER_APPEND,
  MAX_EVENTS_PER_APPEND,
  canonicalJson,
  eventText,
  type EventReader,
  type Position,
  type RawEvent,
  type RecordedEvent,
  type SealedEvent,
} from '#event-store';
import { CommandError } from '../output/exit-codes.js';

/** Consecutive events of a log that stand in one stream, as they are appended to another log. */
export interface RecordedAppend {
  readonly stream: string;
  /** Of the first event. */
  readonly revision: bigint;
  readonly events: readonly SealedEvent[];
}

/**
 * The log behind a position, cut into as few appends as keep its order. Where a cut falls follows from where the reading begins and
 * from the log alone, so a migration that goes on where another stopped asks for the same appends again.
 */
export async function* recordedAppends(source: Pick<EventReader, 'scan'>, after: Position): AsyncIterable<RecordedAppend> {
  let open: { stream: string; revision: bigint; events: SealedEvent[]; bytes: number } | undefined;
  for await (const raw of source.scan({ after })) {
    const bytes = Buffer.byteLength(raw.text);
    const joins =
      open?.stream === raw.stream && open.events.length < MAX_EVENTS_PER_APPEND && open.bytes + bytes <= MAX_BYTES_PER_APPEND
        ? open
        : undefined;
    if (open && !joins) yield open;
    open = joins ?? { stream: raw.stream, revision: raw.revision, events: [], bytes: 0 };
    open.events.push(sealedEvent(raw));
    open.bytes += bytes;
  }
  if (open) yield open;
}

/** The canonical texts that an event was sealed with: they give back its recorded bytes, or it is not moved. */
function sealedEvent(raw: RawEvent): SealedEvent {
  const { id, type, data, metadata } = JSON.parse(raw.text) as RecordedEvent;
  const sealed = { id, type, data: canonicalJson(data), metadata: canonicalJson(metadata), hash: metadata.hash };
  if (eventText(sealed) === raw.text) return sealed;
  throw new CommandError(`${raw.stream} revision ${raw.revision} is not canonical JSON: \`tokenok verify\` says what is wrong with it`);
}
