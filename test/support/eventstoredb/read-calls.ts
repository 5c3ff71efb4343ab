import streams from '@eventstore/db-client/generated/streams_pb.js';
import { status, type ServerWritableStream } from '@grpc/grpc-js';
import type { EventLog, StoredEvent } from './event-log.js';
import type { Faults } from './faults.js';
import { eventMessage, notFoundMessage, serverError, streamName } from './messages.js';

export type ReadCall = ServerWritableStream<InstanceType<typeof streams.ReadReq>, InstanceType<typeof streams.ReadResp>>;
export type ReadOptions = InstanceType<typeof streams.ReadReq.Options>;

const { BACKWARDS } = streams.ReadReq.Options.ReadDirection;

/** A bounded read of a stream or of `$all`. */
export async function read(log: EventLog, faults: Faults, call: ReadCall, options: ReadOptions): Promise<void> {
  if (faults.take('refusedReads')) return void call.emit('error', serverError(status.UNAVAILABLE, '', 'Server Is Not Ready'));
  if (faults.readDelayMs > 0) await new Promise((resolve) => setTimeout(resolve, faults.readDelayMs));
  const count = Number(options.getCount());
  const stream = options.getStream();
  if (!stream) {
    if (faults.noRightsToAll) return void call.emit('error', serverError(status.PERMISSION_DENIED, 'access-denied', 'Access Denied'));
    return await send(call, allEvents(log, options), count);
  }
  const name = streamName(stream.getStreamIdentifier());
  if (log.limits.tombstoned(name)) {
    return void call.emit('error', serverError(status.FAILED_PRECONDITION, 'stream-deleted', 'deleted', { 'stream-name': name }));
  }
  const events = log.stream(name);
  if (events.length === 0) call.write(notFoundMessage(name));
  await send(call, streamEvents(events, stream, options.getReadDirection() === BACKWARDS), count);
}

async function send(call: ReadCall, events: Iterable<StoredEvent>, count: number): Promise<void> {
  let sent = 0;
  for (const event of events) {
    if (sent === count || call.cancelled || call.destroyed) break;
    sent += 1;
    if (!call.write(eventMessage(event))) await drained(call);
  }
  call.end();
}

/** Also where nobody reads any longer. */
function drained(call: ReadCall): Promise<void> {
  return new Promise((resolve) => {
    const events = ['drain', 'cancelled', 'close', 'error'];
    const done = (): void => {
      for (const event of events) call.off(event, done);
      resolve();
    };
    for (const event of events) call.on(event, done);
  });
}

function* streamEvents(
  events: readonly StoredEvent[],
  from: NonNullable<ReturnType<ReadOptions['getStream']>>,
  backwards: boolean,
): Iterable<StoredEvent> {
  const revision = from.hasStart() ? 0n : from.hasEnd() ? BigInt(events.at(-1)?.revision ?? 0n) : BigInt(from.getRevision());
  const first = Number(events[0]?.revision ?? 0n);
  if (backwards) {
    for (let at = Math.min(events.length - 1, Number(revision) - first); at >= 0; at -= 1) yield events[at] as StoredEvent;
  } else {
    for (let at = Math.max(0, Number(revision) - first); at < events.length; at += 1) yield events[at] as StoredEvent;
  }
}

/** From a position on, the event at the position included; what the read does not see yet is not there. */
function* allEvents(log: EventLog, options: ReadOptions): Iterable<StoredEvent> {
  const wanted = filterOf(options);
  const visible = log.visible;
  if (options.getReadDirection() === BACKWARDS) {
    for (let at = startOf(log, options, visible) - 1; at >= 0; at -= 1)
      if (wanted(log.all[at] as StoredEvent)) yield log.all[at] as StoredEvent;
    return;
  }
  for (let at = startOf(log, options, visible); at < visible; at += 1)
    if (wanted(log.all[at] as StoredEvent)) yield log.all[at] as StoredEvent;
}

export function startOf(log: EventLog, options: ReadOptions, visible: number): number {
  const all = options.getAll();
  const position = all?.getPosition();
  if (position) {
    const place = { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) };
    return Math.min(visible, log.indexOf(place));
  }
  return all?.hasEnd() ? visible : 0;
}

export function filterOf(options: ReadOptions): (event: StoredEvent) => boolean {
  const filter = options.getFilter();
  const [onStream, onType] = [filter?.getStreamIdentifier(), filter?.getEventType()];
  const expression = onStream ?? onType;
  if (!expression) return () => true;
  const regex = expression.getRegex() === '' ? undefined : new RegExp(expression.getRegex());
  const prefixes = expression.getPrefixList();
  const matches = (text: string): boolean => (regex ? regex.test(text) : prefixes.some((prefix) => text.startsWith(prefix)));
  return onStream ? ({ stream }) => matches(stream) : ({ type }) => matches(type);
}
