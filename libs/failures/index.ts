export { FailuresUnavailableError, MOST_PLACES, type Count, type FailureStore, type Tally, type Window } from './failures.port.js';
