import { ReadModelUnavailableError } from '../errors.js';

/** What every failure of the server becomes on this port. */
export const unavailable = (message: string, options: ErrorOptions): Error => new ReadModelUnavailableError(message, options);
