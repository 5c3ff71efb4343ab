/** Injection token of the process's one logger. */
export const LOG = Symbol('log');
