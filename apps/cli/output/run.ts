import { EXIT, explainFault, type ExitCode } from './exit-codes.js';

/** Runs a command and keeps its exit code. The process ends by itself when all output is written, never in the middle of it. */
export async function exits(run: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await run();
  } catch (fault) {
    process.stderr.write(`tokenok: ${explainFault(fault)}\n`);
    process.exitCode = EXIT.COULD_NOT_RUN;
  }
}
