import { Option, type Command } from 'commander';
import { NO_ROLE, type PeopleAnswer, type PeopleRequest } from '#people';
import { askGateway } from '../people/asking-gateway.js';
import { performInDirectory, performOnEngines } from '../people/own-desk.js';
import { withDataDirectory } from '../sources/data-directory.js';
import { sourceOf } from '../sources/source-of.js';
import { EXIT, type ExitCode } from '../output/exit-codes.js';
import { print, printJson } from '../output/output.js';
import { exits } from '../output/run.js';

interface PeopleOptions {
  readonly role?: string;
  readonly customer?: string;
  readonly json?: true;
}

const OF_INSTALLATION = 'owner, operator, finance, support, auditor';
const OF_CUSTOMER = 'owner, developer, finance, viewer';
const CODES = 'Exit codes: 0 done · 1 refused: what was asked does not fit who is there · 2 could not run';

export function peopleCommand(program: Command): void {
  const people = program.command('people').summary('let somebody in who has lost everything');
  subcommand(people, 'add', {
    summary: 'register somebody, with a password that is shown once',
    description:
      'Registers somebody whose address is proven by your word, gives a role, and shows a password that is asked to be changed at the first sign-in.',
    example:
      'npx tokenok people add ada@example.com --role owner\n  npx tokenok people add ada@example.com --customer cus_01… --role developer',
    takesRole: true,
  });
  subcommand(people, 'reset', {
    summary: 'give somebody a new password, and take the second factor away',
    description:
      'Makes up a new password and shows it once, turns one-time codes off and ends all sessions. Passkeys stay. An address that was not proven is proven with it.',
    example: 'npx tokenok people reset ada@example.com',
    takesRole: false,
  });
  subcommand(people, 'role', {
    summary: 'give somebody who is registered another role',
    description: `Sets the role of the installation, or with --customer the one at that customer; ${NO_ROLE} takes it away. The last owner stays.`,
    example:
      'npx tokenok people role ada@example.com --role auditor\n  npx tokenok people role ada@example.com --customer cus_01… --role none',
    takesRole: true,
  });
}

interface Subcommand {
  readonly summary: string;
  readonly description: string;
  readonly example: string;
  readonly takesRole: boolean;
}

function subcommand(people: Command, name: PeopleRequest['do'], { summary, description, example, takesRole }: Subcommand): void {
  const command = withDataDirectory(people.command(name)).argument('<email>', 'the address that is signed in with').summary(summary);
  command.description(`${description} Works while the gateway is stopped, and while it runs.`);
  if (takesRole) {
    const roles = `of the installation: ${OF_INSTALLATION}; of a customer: ${OF_CUSTOMER}; ${NO_ROLE}`;
    command.addOption(new Option('--role <role>', roles).makeOptionMandatory());
    command.option('--customer <id>', 'the customer whose role is meant; else the installation’s');
  }
  command
    .option('--json', 'one JSON document instead of lines')
    .addHelpText('after', `\nExamples:\n  ${example}\n\n${CODES}`)
    .action((email: string, options: PeopleOptions, own: Command) => exits(() => run(requestOf(name, email, options), options, own)));
}

function requestOf(name: PeopleRequest['do'], email: string, { role = '', customer }: PeopleOptions): PeopleRequest {
  if (name === 'reset') return { do: name, email };
  return { do: name, email, role, ...(customer !== undefined && { customer }) };
}

async function run(request: PeopleRequest, { json }: PeopleOptions, command: Command): Promise<ExitCode> {
  const answer = await performed(request, command);
  if (answer.problem !== undefined) {
    process.stderr.write(`tokenok: ${answer.problem}\n`);
    return EXIT.FOUND;
  }
  const { person, done, password } = answer;
  if (json) printJson({ person, done, password: password ?? null });
  else {
    print(`${person} (${request.email}) ${done}`);
    if (password !== undefined) print(`Password (shown once, kept nowhere): ${password}`);
  }
  return EXIT.GOOD;
}

function performed(request: PeopleRequest, command: Command): Promise<PeopleAnswer> {
  const { directory, engines } = sourceOf(command);
  if (directory === undefined) return performOnEngines(engines, request);
  return directory.holder() === undefined ? performInDirectory(directory, request) : askGateway(directory, request);
}
