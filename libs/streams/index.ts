export { APPENDS, pause, type AppendPolicy } from './append-policy.js';
export { UnendedError, answeredWithin, begunBy, endedBy, readyBy, told } from './deadline.js';
export { Deadline, deadlines } from './deadline-wheel.js';
export { accept, refuse, type Decision, type Refusal } from './decision.js';
export { ImpossibleEventError, existing, readEvent, type Placed } from './fold.js';
export { InTurn } from './in-turn.js';
export { ReadStates, type Standing, type StreamStates } from './stream-states.js';
export { StreamWriter, type Accepted, type NewEvent, type Origin, type WriteOrigin, type Written } from './stream-writer.js';
export { surelyAppend, type Deadlines, type StreamAppend } from './surely-append.js';
