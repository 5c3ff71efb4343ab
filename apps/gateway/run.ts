import 'reflect-metadata';
import { nearestName } from '#catalog';
import { EXIT, createLog, endAtFaults, explainStart, firstSignal, ownFilesOnly, parseEnvironment, unknownVariables } from '#process';
import { openFiles, tooFewFiles, type EnvironmentVariables, type ExitCode } from '#process';
import { Gateway } from './gateway.js';

/** Starts, waits for a signal, stops. Resolves to the exit code; what a person can mend is one line on stderr. */
export async function run(variables: EnvironmentVariables): Promise<ExitCode> {
  ownFilesOnly();
  const signalled = firstSignal();
  try {
    const environment = parseEnvironment(variables);
    const log = createLog(environment.logLevel);
    endAtFaults(log);
    const scarce = tooFewFiles(openFiles());
    for (const warning of [...unknownVariables(variables, nearestName), ...(scarce === undefined ? [] : [scarce])]) log.warn(warning);
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
