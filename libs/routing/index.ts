export { maySwitch, type AttemptFailure, type AttemptFault } from './attempts/may-switch.js';
export { MAX_ATTEMPTS, planAttempts, type RouteTarget } from './plan/plan-attempts.js';
