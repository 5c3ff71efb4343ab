export { APPENDS, pause, type AppendPolicy, type Pauses } from './append-policy.js';
export { ImpossibleEventError, UnknownEventError, accept, existing, refuse, type Decision, type Placed, type Refusal } from './decision.js';
export { InTurn } from './in-turn.js';
export { ReadStates, type Standing, type StreamStates } from './stream-states.js';
export { StreamWriter, type Accepted, type NewEvent, type Origin, type WriteOrigin, type Written } from './stream-writer.js';
export { hashOf, surelyAppend, type StreamAppend, type SurelyAppended } from './surely-append.js';
