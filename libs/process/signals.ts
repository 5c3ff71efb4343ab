import type { Logger } from 'pino';
import { EXIT } from './exit-codes.js';

/** npm and a terminal may both pass the same signal on: the second one changes nothing. */
export function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve());
    process.on('SIGINT', () => resolve());
  });
}

/** Node would print the fault with all that hangs on it. What is durable stays so; the next start settles the rest. */
export function endAtFaults(log: Logger): void {
  process.on('uncaughtException', (fault) => {
    log.fatal({ err: fault }, 'A fault that nobody caught: the process ends');
    process.exit(EXIT.FAULT);
  });
}
