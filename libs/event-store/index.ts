export { MOST_BYTES_PER_CHAR } from './append-limits.js';
export { canonicalJson } from './canonical-json.js';
export { EMPTY_TIP, checkLink, eventText, seal, sealBehind, type StreamTip, type UnsealedEvent } from './chain.js';
export { derivedId, eventId, mintCommandId } from './event-ids.js';
export { AmbiguousError, ConflictError, UnavailableError, WithdrawnError } from './errors.js';
export { LogFollower } from './log-follower.js';
export {
  MAX_BYTES_PER_APPEND,
  MAX_EVENTS_PER_APPEND,
  type AppendLimits,
  type AppendOptions,
  type Appended,
  type EventFilter,
  type EventMetadata,
  type EventReader,
  type EventStore,
  type Json,
  type JsonObject,
  type Position,
  type RawEvent,
  type ReadAllPage,
  type RecordedEvent,
  type SealedEvent,
} from './event-store.port.js';
