import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** One call of a client, as it saw it. `requests`: how many it took. */
export interface ToldCall {
  readonly call: string;
  readonly text: string;
  readonly input: number;
  readonly output: number;
  readonly requests: number;
}

/** Runs a program to its end; what it told, a line of JSON a call. Rejects with what it said where it failed. */
export async function callsOf([command = '', ...args]: readonly string[]): Promise<readonly ToldCall[]> {
  const { stdout } = await execute(command, args);
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ToldCall);
}
