import streams from '@eventstore/db-client/generated/streams_pb.js';
import { status, type sendUnaryData, type ServerDuplexStream, type ServerReadableStream } from '@grpc/grpc-js';
import type { AppendResult, EventLog, Expected, ProposedEvent } from './event-log.js';
import type { Faults } from './faults.js';
import { batchAnswer, busyAnswer, serverError, streamName } from './messages.js';

type BatchRequest = InstanceType<typeof streams.BatchAppendReq>;
type BatchResponse = InstanceType<typeof streams.BatchAppendResp>;
export type BatchCall = ServerDuplexStream<BatchRequest, BatchResponse>;

interface OpenBatch {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: ProposedEvent[];
}

/** One call for all appends of a client: each message belongs to one of them, and the last one of an append says so. */
export function batchAppend(log: EventLog, faults: Faults, call: BatchCall): void {
  const open = new Map<string, OpenBatch>();
  let dead = false;
  call.on('data', (request: BatchRequest) => {
    if ((dead ||= faults.take('deadCalls'))) return;
    if (faults.take('brokenCalls')) return void call.emit('error', serverError(status.INTERNAL, '', 'the call broke'));
    if (faults.take('halfCloses')) return void call.end();
    const id = request.getCorrelationId()?.getString() ?? '';
    const options = request.getOptions();
    const batch = open.get(id) ?? {
      stream: streamName(options?.getStreamIdentifier()),
      expected: expectedOf(options),
      events: [],
    };
    batch.events.push(...request.getProposedMessagesList().map(proposed));
    open.set(id, batch);
    if (!request.getIsFinal()) return;
    open.delete(id);
    if (faults.take('lostAppends')) return;
    if (faults.take('busyAppends')) return void call.write(busyAnswer(request, batch.stream));
    const result = log.append(batch.stream, batch.events, batch.expected);
    if (faults.take('lostAcks')) return;
    answer(call, faults, batchAnswer(request, batch.stream, result, faults.wrongVersionFields), result);
  });
  call.on('end', () => call.end());
  call.on('error', () => undefined);
}

function answer(call: BatchCall, faults: Faults, message: BatchResponse, { kind }: AppendResult): void {
  const waitMs = faults.errorsOvertake && kind !== 'success' ? 0 : Math.max(faults.ackDelayMs, faults.errorsOvertake ? 20 : 0);
  if (waitMs === 0) call.write(message);
  else setTimeout(() => call.destroyed || call.write(message), waitMs);
}

function expectedOf(options: InstanceType<typeof streams.BatchAppendReq.Options> | undefined): Expected {
  if (!options || options.hasAny()) return 'any';
  if (options.hasNoStream()) return 'no_stream';
  if (options.hasStreamExists()) return 'stream_exists';
  return BigInt(options.getStreamPosition());
}

/** The call of older clients: one append each, with its own end. */
export function append(
  log: EventLog,
  call: ServerReadableStream<InstanceType<typeof streams.AppendReq>, InstanceType<typeof streams.AppendResp>>,
  answered: sendUnaryData<InstanceType<typeof streams.AppendResp>>,
): void {
  let [stream, expected]: [string, Expected] = ['', 'any'];
  const events: ProposedEvent[] = [];
  call.on('data', (request: InstanceType<typeof streams.AppendReq>) => {
    const [options, message] = [request.getOptions(), request.getProposedMessage()];
    if (options) {
      stream = streamName(options.getStreamIdentifier());
      expected = options.hasAny()
        ? 'any'
        : options.hasNoStream()
          ? 'no_stream'
          : options.hasStreamExists()
            ? 'stream_exists'
            : BigInt(options.getRevision());
    }
    if (message) events.push(proposed(message));
  });
  call.on('end', () => {
    const result = log.append(stream, events, expected);
    if (result.kind === 'success') {
      const success = new streams.AppendResp.Success().setCurrentRevision(String(result.revision));
      const { commit, prepare } = result.position;
      success.setPosition(new streams.AppendResp.Position().setCommitPosition(String(commit)).setPreparePosition(String(prepare)));
      return answered(null, new streams.AppendResp().setSuccess(success));
    }
    const exception = result.kind === 'deleted' ? 'stream-deleted' : 'wrong-expected-version';
    const actual: Record<string, string> = result.kind === 'wrong_version' ? { 'actual-version': String(result.actual) } : {};
    const more = { 'stream-name': stream, 'expected-version': String(expected), ...actual };
    answered(serverError(status.FAILED_PRECONDITION, exception, 'refused', more));
  });
}

function proposed(
  message: InstanceType<typeof streams.BatchAppendReq.ProposedMessage> | InstanceType<typeof streams.AppendReq.ProposedMessage>,
): ProposedEvent {
  const map = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: map.get('type') ?? '',
    contentType: map.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}
