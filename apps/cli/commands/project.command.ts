import type { Command } from 'commander';
import { explainFault } from '../output/exit-codes.js';

/** Runs a projector in this process, signals and exit code included: what follows is `apps/projector/main.ts`. */
export function projectCommand(program: Command): void {
  program
    .command('project')
    .summary('keep the read models of an installation on EventStoreDB and MongoDB')
    .description(
      'Stands by until no other projector leads, then folds the events into the read models, until a signal. Any number of them may ' +
        'run: one leads, and when it dies another follows within seconds. With embedded stores the gateway does this itself.',
    )
    .addHelpText(
      'after',
      `
Environment: EVENTSTORE_URL and MONGODB_URL; PORT (and HOST) for /healthz, /readyz and /metrics, else it listens nowhere;
TOKENOK_LOG_LEVEL. No key: what is personal stays encrypted.

Examples:
  EVENTSTORE_URL=esdb://127.0.0.1:2113?tls=false MONGODB_URL=mongodb://127.0.0.1:27017 npx tokenok project

Exit codes: 0 stopped by a signal, everything stored · 1 a fault · 2 the environment is not valid, or the stores are embedded ·
5 the port cannot be listened on`,
    )
    .action(async () => {
      try {
        await import(PROJECTOR.href);
      } catch (fault) {
        process.stderr.write(`tokenok: ${explainFault(fault)}\n`);
        process.exitCode = PROJECTOR_FAULT;
      }
    });
}

/** As the projector ends by itself after a fault that nobody foresaw: here 2 would mean that the environment is not valid. */
const PROJECTOR_FAULT = 1;

const PROJECTOR = new URL('../../projector/main.js', import.meta.url);
