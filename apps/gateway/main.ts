import 'reflect-metadata';
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
    const gateway = await Gateway.start({ environment, log: createLog(environment.logLevel) });
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
