export { ImpossibleEventError, UnknownEventError, accept, existing, refuse, type Decision, type Placed, type Refusal } from './decision.js';
