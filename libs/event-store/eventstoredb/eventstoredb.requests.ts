import shared from '@eventstore/db-client/generated/shared_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import timestamp from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { Position, SealedEvent } from '../event-store.port.js';
import { logPosition } from './eventstoredb.position.js';

type ReadOptions = InstanceType<typeof streams.ReadReq.Options>;

/** What the server lets through of `$all`. It compares either names of streams or types, not both: the rest is for us to leave out. */
export type ServerFilter =
  | { readonly on: 'stream'; readonly prefixes: readonly string[] }
  | { readonly on: 'type'; readonly prefixes: readonly string[] }
  | { readonly on: 'stream'; readonly regex: string };

/** Events that the server looks at before it says how far it is. */
const SEARCH_WINDOW = 1_000;
const BACKWARDS = 1;

export function readStreamRequest(
  stream: string,
  from: bigint | 'end',
  count: number,
  backwards: boolean,
): InstanceType<typeof streams.ReadReq> {
  const place = new streams.ReadReq.Options.StreamOptions().setStreamIdentifier(identifier(stream));
  if (from === 'end') place.setEnd(new shared.Empty());
  else place.setRevision(String(from));
  const options = readOptions(backwards).setStream(place).setNoFilter(new shared.Empty()).setCount(String(count));
  return new streams.ReadReq().setOptions(options);
}

/** Starts at the position, the event there included. */
export function readAllRequest(
  from: Position | 'end',
  count: number,
  filter: ServerFilter,
  backwards = false,
): InstanceType<typeof streams.ReadReq> {
  const options = readOptions(backwards).setAll(placeInAll(from)).setFilter(filterOptions(filter)).setCount(String(count));
  return new streams.ReadReq().setOptions(options);
}

export function subscribeRequest(filter: ServerFilter): InstanceType<typeof streams.ReadReq> {
  const options = readOptions(false)
    .setAll(placeInAll('end'))
    .setFilter(filterOptions(filter))
    .setSubscription(new streams.ReadReq.Options.SubscriptionOptions());
  return new streams.ReadReq().setOptions(options);
}

/** The texts of the events go in as they are: the client would parse and write them anew. */
export function appendRequest(
  stream: string,
  events: readonly SealedEvent[],
  before: bigint,
  correlation: string,
  deadline: Date,
): InstanceType<typeof streams.BatchAppendReq> {
  const options = new streams.BatchAppendReq.Options()
    .setStreamIdentifier(identifier(stream))
    .setDeadline(timestamp.Timestamp.fromDate(deadline));
  if (before < 0n) options.setNoStream(new empty.Empty());
  else options.setStreamPosition(String(before));
  return new streams.BatchAppendReq()
    .setCorrelationId(new shared.UUID().setString(correlation))
    .setOptions(options)
    .setProposedMessagesList(events.map(proposedMessage))
    .setIsFinal(true);
}

function proposedMessage({ id, type, data, metadata }: SealedEvent): InstanceType<typeof streams.BatchAppendReq.ProposedMessage> {
  const message = new streams.BatchAppendReq.ProposedMessage()
    .setId(new shared.UUID().setString(id))
    .setData(Buffer.from(data))
    .setCustomMetadata(Buffer.from(metadata));
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  return message;
}

function readOptions(backwards: boolean): ReadOptions {
  return new streams.ReadReq.Options()
    .setResolveLinks(false)
    .setUuidOption(new streams.ReadReq.Options.UUIDOption().setString(new shared.Empty()))
    .setReadDirection(backwards ? BACKWARDS : 0);
}

function placeInAll(from: Position | 'end'): InstanceType<typeof streams.ReadReq.Options.AllOptions> {
  const place = new streams.ReadReq.Options.AllOptions();
  if (from === 'end') return place.setEnd(new shared.Empty());
  if (from === 0n) return place.setStart(new shared.Empty());
  const { commit, prepare } = logPosition(from);
  return place.setPosition(new streams.ReadReq.Options.Position().setCommitPosition(String(commit)).setPreparePosition(String(prepare)));
}

function filterOptions(filter: ServerFilter): InstanceType<typeof streams.ReadReq.Options.FilterOptions> {
  const expression = new streams.ReadReq.Options.FilterOptions.Expression();
  if ('regex' in filter) expression.setRegex(filter.regex);
  else expression.setPrefixList([...filter.prefixes]);
  const options = new streams.ReadReq.Options.FilterOptions().setMax(SEARCH_WINDOW).setCheckpointintervalmultiplier(1);
  return filter.on === 'stream' ? options.setStreamIdentifier(expression) : options.setEventType(expression);
}

function identifier(stream: string): InstanceType<typeof shared.StreamIdentifier> {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
}
