import streams from '@eventstore/db-client/generated/streams_pb.js';
import { isUtf8 } from 'node:buffer';
import { eventText } from '../chain.js';
import { DamagedError } from '../errors.js';
import type { Position, RawEvent, RecordedEvent } from '../event-store.port.js';
import { recordedEvent, type ParsedEvent } from '../recorded-event.js';
import { positionOf } from './eventstoredb.position.js';

/** An event as the server gives it, with the bytes that were given to the server. */
export interface ServerRecord {
  readonly position: Position;
  readonly stream: string;
  readonly revision: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: Buffer;
  readonly metadata: Buffer;
}

/** Undefined for an answer that carries no event. Where `stream` is given, it is the name that is already known. */
export function recordIn(response: InstanceType<typeof streams.ReadResp>): ServerRecord | undefined {
  const event = response.getEvent()?.getEvent();
  if (!event) return undefined;
  return {
    position: positionOf({ commit: BigInt(event.getCommitPosition()), prepare: BigInt(event.getPreparePosition()) }),
    stream: Buffer.from(event.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8'),
    revision: BigInt(event.getStreamRevision()),
    id: event.getId()?.getString() ?? '',
    type: event.getMetadataMap().get('type') ?? '',
    data: Buffer.from(event.getData_asU8()),
    metadata: Buffer.from(event.getCustomMetadata_asU8()),
  };
}

export function parsedRecord(record: ServerRecord, stream: string): RecordedEvent {
  const { position, revision, id, type, data, metadata } = record;
  try {
    const parsed = { id, type, data: JSON.parse(text(data)) as unknown, metadata: JSON.parse(text(metadata)) as unknown } as ParsedEvent;
    return recordedEvent(position, stream, revision, parsed);
  } catch (cause) {
    throw new DamagedError(`The event at position ${position} (${stream}, revision ${revision}) cannot be read`, { cause });
  }
}

/** Bytes that are no UTF-8 come out as Latin-1, so that every one of them can be seen. */
export function rawRecord(record: ServerRecord, stream: string): RawEvent {
  const { position, revision, id, type, data, metadata } = record;
  const whole = isUtf8(data) && isUtf8(metadata);
  const encoding = whole ? 'utf8' : 'latin1';
  const event = eventText({ id, type, data: data.toString(encoding), metadata: metadata.toString(encoding) });
  return { position, stream, revision, text: event, ...(!whole && { damage: 'is not valid UTF-8' }) };
}

function text(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new TypeError('not valid UTF-8');
  return bytes.toString('utf8');
}
