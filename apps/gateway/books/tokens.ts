/** Injection tokens of ports: interfaces have no value at run time. Classes are injected by themselves. */
export const EVENT_STORE = Symbol('EVENT_STORE');
/** What queries read: rows that projections keep. */
export const READ_MODELS = Symbol('READ_MODELS');
/** Rows that lead into the log, and the log: what lists of requests and lines of statements are read from. */
export const LOG_SOURCE = Symbol('LOG_SOURCE');
/** When sessions were last used. */
export const SESSION_USES = Symbol('SESSION_USES');
export const RESPONSE_STORE = Symbol('RESPONSE_STORE');
export const FAILURE_STORE = Symbol('FAILURE_STORE');
