import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { Metadata, status as grpcStatus } from '@grpc/grpc-js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { AppendResult, LogPosition, StoredEvent } from './event-log.js';

const TICKS_PER_MS = 10_000n;

export function identifier(stream: string): InstanceType<typeof shared.StreamIdentifier> {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
}

/** Names are bytes in this protocol, and its library takes a string for base64. */
export function streamName(named: InstanceType<typeof shared.StreamIdentifier> | undefined): string {
  return Buffer.from(named?.getStreamName_asU8() ?? []).toString('utf8');
}

export function eventMessage(event: StoredEvent): InstanceType<typeof streams.ReadResp> {
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(identifier(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.commit))
    .setPreparePosition(String(event.prepare))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  const map = recorded.getMetadataMap();
  map.set('type', event.type);
  map.set('content-type', event.contentType);
  map.set('created', String(BigInt(event.createdMs) * TICKS_PER_MS));
  const read = new streams.ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(String(event.commit));
  return new streams.ReadResp().setEvent(read);
}

export function checkpointMessage({ commit, prepare }: LogPosition): InstanceType<typeof streams.ReadResp> {
  const checkpoint = new streams.ReadResp.Checkpoint().setCommitPosition(String(commit)).setPreparePosition(String(prepare));
  return new streams.ReadResp().setCheckpoint(checkpoint);
}

export function notFoundMessage(stream: string): InstanceType<typeof streams.ReadResp> {
  return new streams.ReadResp().setStreamNotFound(new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier(stream)));
}

export function confirmationMessage(id: string): InstanceType<typeof streams.ReadResp> {
  return new streams.ReadResp().setConfirmation(new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(id));
}

/** The answer to one append of a batch call. */
export function batchAnswer(
  request: InstanceType<typeof streams.BatchAppendReq>,
  stream: string,
  result: AppendResult,
  fieldsAreWrong: boolean,
): InstanceType<typeof streams.BatchAppendResp> {
  const answer = new streams.BatchAppendResp().setCorrelationId(request.getCorrelationId()).setStreamIdentifier(identifier(stream));
  switch (result.kind) {
    case 'success': {
      const { commit, prepare } = result.position;
      const position = new shared.AllStreamPosition().setCommitPosition(String(commit)).setPreparePosition(String(prepare));
      return answer.setSuccess(new streams.BatchAppendResp.Success().setCurrentRevision(String(result.revision)).setPosition(position));
    }
    case 'wrong_version': {
      const wrong = new shared.WrongExpectedVersion();
      if (fieldsAreWrong) wrong.setCurrentStreamRevision('7777').setExpectedAny(new empty.Empty());
      else if (result.actual === 'no_stream') wrong.setCurrentNoStream(new empty.Empty());
      else wrong.setCurrentStreamRevision(String(result.actual));
      return answer.setError(problem(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion'));
    }
    case 'deleted': {
      const deleted = new shared.StreamDeleted().setStreamIdentifier(identifier(stream));
      return answer.setError(problem(deleted.serializeBinary(), 'event_store.client.StreamDeleted'));
    }
  }
}

/** As servers answer what they have not handled: `Empty`, whatever the reason. */
export function busyAnswer(
  request: InstanceType<typeof streams.BatchAppendReq>,
  stream: string,
): InstanceType<typeof streams.BatchAppendResp> {
  const answer = new streams.BatchAppendResp().setCorrelationId(request.getCorrelationId()).setStreamIdentifier(identifier(stream));
  return answer.setError(problem(new empty.Empty().serializeBinary(), 'google.protobuf.Empty').setMessage('Server Is Busy'));
}

function problem(details: Uint8Array, type: string): InstanceType<typeof status.Status> {
  const packed = new any.Any();
  packed.pack(details, type);
  return new status.Status().setCode(2).setDetails(packed);
}

/** An error as the server words it: the kind stands in a trailer. */
export function serverError(code: grpcStatus, exception: string, details: string, more: Record<string, string> = {}) {
  const metadata = new Metadata();
  metadata.set('exception', exception);
  for (const [key, value] of Object.entries(more)) metadata.set(key, value);
  return { code, details, metadata };
}
