export { canonicalJson } from './canonical-json.js';
export { EMPTY_TIP, checkLink, eventText, leafHash, seal, type StreamTip, type UnsealedEvent } from './chain.js';
export { derivedId, eventId, mintCommandId } from './event-ids.js';
export {
  AmbiguousError,
  AppendTooLargeError,
  ConflictError,
  DamagedError,
  EventStoreError,
  StreamClosedError,
  UnavailableError,
} from './errors.js';
export { LogFollower, type LogFollowerOptions } from './log-follower.js';
export {
  MAX_BYTES_PER_APPEND,
  MAX_EVENTS_PER_APPEND,
  type Appended,
  type EventFilter,
  type EventMetadata,
  type EventReader,
  type EventStore,
  type Json,
  type JsonObject,
  type Position,
  type RawEvent,
  type ReadAllOptions,
  type ReadAllPage,
  type ReadStreamOptions,
  type RecordedEvent,
  type SealedEvent,
  type Subscription,
} from './event-store.port.js';
