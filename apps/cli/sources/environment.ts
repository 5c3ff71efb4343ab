import { EnvironmentError, readEnvironment, type EnvironmentName, type EnvironmentPart, type EnvironmentVariables } from '#process';
import { CommandError } from '../output/exit-codes.js';

/** What a command reads of the environment. What is wrong with it ends the command; the cure, if there is one, is told with it. */
export function fromEnvironment<Name extends EnvironmentName>(
  variables: EnvironmentVariables,
  name: Name,
  cure = '',
): EnvironmentPart<Name>[Name] {
  try {
    return readEnvironment(variables, [name])[name];
  } catch (fault) {
    if (fault instanceof EnvironmentError) throw new CommandError(`${fault.problems.join('; ')}${cure}`);
    throw fault;
  }
}
