/** Injection tokens of ports: interfaces have no value at run time. Classes are injected by themselves. */
export const EVENT_STORE = Symbol('EVENT_STORE');
export const VAULT = Symbol('VAULT');
/** This life of this gateway: a new id at each start, named by every hold. */
export const LIFE = Symbol('LIFE');
/** What queries read: rows that projections keep. */
export const READ_MODELS = Symbol('READ_MODELS');
