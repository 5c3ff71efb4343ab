export { maySwitch, type AttemptFailure, type AttemptFault } from './may-switch.js';
export { MAX_ATTEMPTS, planAttempts, type RouteTarget } from './plan-attempts.js';
