import 'reflect-metadata';
import { EXIT, createLog, endAtFaults, explainStart, firstSignal, type EnvironmentVariables, type ExitCode } from '#process';
import { parseEnvironment } from '#process';
import { Gateway } from './gateway.js';

/** Starts, waits for a signal, stops. Resolves to the exit code; what a person can mend is one line on stderr. */
export async function run(variables: EnvironmentVariables): Promise<ExitCode> {
  const signalled = firstSignal();
  try {
    const environment = parseEnvironment(variables);
    const log = createLog(environment.logLevel);
    endAtFaults(log);
    const gateway = await Gateway.start({ environment, log });
    process.stdout.write(gateway.banner);
    const reason = await Promise.race([signalled, gateway.stopRequested]);
    if (reason !== undefined) log.error({ reason }, 'The gateway stops by itself');
    await gateway.stop();
    return reason === undefined ? EXIT.STOPPED : EXIT.FAULT;
  } catch (error) {
    return explainStart(error);
  }
}
