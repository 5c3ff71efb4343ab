import type { Command } from 'commander';
import { CommandError, explainFault } from '../output/exit-codes.js';
import { dataDirectoryPath, namesDirectory, withDataDirectory } from '../sources/data-directory.js';

/** Runs the gateway in this process, signals and exit code included: what follows is `apps/gateway/main.ts`. */
export function serveCommand(program: Command): void {
  withDataDirectory(program.command('serve'))
    .summary('run a gateway, with embedded stores or on EventStoreDB and MongoDB')
    .description(
      'Runs the gateway in this process until a signal. Everything else about it comes from the environment (docs/environment.md). ' +
        'With EVENTSTORE_URL and MONGODB_URL any number of gateways serve one installation, and `tokenok project` keeps its read models.',
    )
    .addHelpText(
      'after',
      `
Examples:
  npx tokenok serve
  PORT=9000 npx tokenok serve --data-dir /var/lib/tokenok
  EVENTSTORE_URL=esdb://… MONGODB_URL=mongodb://… TOKENOK_MASTER_KEY=… npx tokenok serve

Exit codes: 0 stopped by a signal, everything settled · 1 a fault · 2 the environment or a secret is not valid ·
3 another gateway holds the data directory · 4 the data directory cannot be used · 5 the port cannot be listened on ·
6 EventStoreDB or MongoDB cannot be reached at the start`,
    )
    .action(async (_options, command: Command) => {
      if (namesDirectory(command) && process.env['EVENTSTORE_URL'] !== undefined) throw new CommandError(CONTRADICTION);
      process.env['TOKENOK_DATA_DIR'] = dataDirectoryPath(command);
      try {
        await import(GATEWAY.href);
      } catch (fault) {
        process.stderr.write(`tokenok: ${explainFault(fault)}\n`);
        process.exitCode = GATEWAY_FAULT;
      }
    });
}

const CONTRADICTION = 'EVENTSTORE_URL is set, so nothing would be kept in --data-dir: leave one of the two out';

/** As the gateway ends by itself after a fault that nobody foresaw: here 2 would mean that the environment is not valid. */
const GATEWAY_FAULT = 1;

/** Apps know each other only by what they are when they run (docs/adr): no type of the gateway comes along. */
const GATEWAY = new URL('../../gateway/main.js', import.meta.url);
