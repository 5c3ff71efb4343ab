import { EXIT, StartError } from './exit-codes.js';

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use: stop what listens there, or set PORT',
  EADDRNOTAVAIL: 'the address does not belong to this machine: set HOST',
  ENOTFOUND: 'the host name is not known: set HOST',
  EACCES: 'this port needs rights that the process does not have: set PORT',
};

/** Why a port could not be had, where that is for a person to mend; else the cause as it was. */
export function notListening(cause: unknown, host: string, port: number): unknown {
  const code: unknown = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : undefined;
  const reason = typeof code === 'string' ? REASONS[code] : undefined;
  return reason === undefined ? cause : new StartError(EXIT.LISTEN, `Cannot listen on ${host}:${port}: ${reason}`, { cause });
}
