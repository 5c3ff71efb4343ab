import 'reflect-metadata';
import type { Logger } from 'pino';
import { EnvironmentError, parseEnvironment, type EnvironmentVariables } from './config/environment.js';
import { EXIT, StartError, type ExitCode } from './lifecycle/exit-codes.js';
import { Gateway } from './lifecycle/gateway.js';
import { createLog, describeFault } from './lifecycle/log.js';

process.exitCode = await run(process.env);
process.exit();

/** Starts, waits for a signal, stops. Resolves to the exit code; what a person can mend is one line on stderr. */
async function run(variables: EnvironmentVariables): Promise<ExitCode> {
  const signalled = firstSignal();
  try {
    const environment = parseEnvironment(variables);
    const log = createLog(environment.logLevel);
    endAtFaults(log);
    const gateway = await Gateway.start({ environment, log });
    process.stdout.write(gateway.banner);
    await signalled;
    await gateway.stop();
    return EXIT.STOPPED;
  } catch (error) {
    return explain(error);
  }
}

/** npm and a terminal may both pass the same signal on: the second one changes nothing. */
function firstSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve());
    process.on('SIGINT', () => resolve());
  });
}

/** Node would print the fault with all that hangs on it. What is durable stays so; the next start settles the rest. */
function endAtFaults(log: Logger): void {
  process.on('uncaughtException', (fault) => {
    log.fatal({ err: fault }, 'A fault that nobody caught: the gateway ends');
    process.exit(EXIT.FAULT);
  });
}

function explain(error: unknown): ExitCode {
  if (error instanceof EnvironmentError) {
    for (const problem of error.problems) console.error(`tokenok: ${problem}`);
    return EXIT.CONFIGURATION;
  }
  if (error instanceof StartError) {
    console.error(`tokenok: ${error.message}`);
    return error.exitCode;
  }
  console.error('tokenok: a fault at start', describeFault(error));
  return EXIT.FAULT;
}
