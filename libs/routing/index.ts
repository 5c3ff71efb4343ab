export { maySwitch, type AttemptFailure, type AttemptFault } from './attempts/may-switch.js';
export { MAX_ATTEMPTS, planAttempts } from './plan/plan-attempts.js';
export { isRefusal, refuse, type RequestRefusal, type RoutingRefusal } from './refusal.js';
