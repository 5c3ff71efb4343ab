import { nearestName } from '#catalog';
import { EXIT, createLog, endAtFaults, explainStart, firstSignal, ownFilesOnly, unknownVariables } from '#process';
import { type EnvironmentVariables, type ExitCode } from '#process';
import { mintCommandId } from '#event-store';
import { parseProjectorEnvironment } from './environment.js';
import { openEngines } from '#projector/mongodb';
import { ProjectorHttp } from './projector.http.js';
import { StandingProjector } from '#projector';

ownFilesOnly();
process.exitCode = await run(process.env);
process.exit();

/** `tokenok project`: stands by and leads until a signal. Nothing that a store does ends it. Resolves to the exit code. */
async function run(variables: EnvironmentVariables): Promise<ExitCode> {
  const signalled = firstSignal();
  try {
    const { engines, host, port, logLevel } = parseProjectorEnvironment(variables);
    const log = createLog(logLevel);
    endAtFaults(log);
    for (const warning of unknownVariables(variables, nearestName)) log.warn(warning);
    const projector = new StandingProjector({ open: () => openEngines(engines), holder: `projector_${mintCommandId()}`, log });
    const http = port === undefined ? undefined : await ProjectorHttp.listen(projector, host, port);
    projector.start();
    process.stdout.write(`The projector has started${http === undefined ? '' : ` and listens on http://${host}:${http.port}`}\n`);
    await signalled;
    await projector.stop();
    await http?.close();
    return EXIT.STOPPED;
  } catch (fault) {
    return explainStart(fault);
  }
}
