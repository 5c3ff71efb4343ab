export { LeaderWatch, type RemoteLeader } from './leader-watch.js';
export { RENEW_EVERY_MS, Leadership } from './leadership.js';
export { type Term, type TermStore } from './leadership.port.js';
export { BEAT_EVERY_MS, LifeWatch, type ObservedLife } from './life-watch.js';
export { LifeEndedError, type LifeRecord, type LifeStore } from './lives.port.js';
