import { ImpossibleEventError, accept, type Decision, type Placed } from '#streams';
import type { InstallationEvent } from './installation.events.js';
import { evolveOperators, type Invitations, type Operator } from './people/invitation.state.js';
import type { InstallationRole } from './people/roles.js';

export type SeedInstallation = { readonly type: 'SeedInstallation'; readonly seed: Seeded['data'] };

type Seeded = Extract<InstallationEvent, { readonly type: 'InstallationSeeded' }>;

/** JSON, because the directory keeps it as a row. */
export type Installation = Seeded['data'] & {
  readonly seeded_at: string;
  /** Roles that were given since there are people, by person; they go before what was recorded of a person before. */
  readonly operators?: Readonly<Record<string, Operator>>;
  readonly invitations?: Invitations<InstallationRole>;
};

/** Every gateway offers a seed when it starts; all but the first are passed over. */
export function decideInstallation(command: SeedInstallation, installation: Installation | undefined): Decision<InstallationEvent, never> {
  return installation ? accept() : accept({ type: 'InstallationSeeded', data: command.seed });
}

export function evolveInstallation(installation: Installation | undefined, event: InstallationEvent, placed: Placed): Installation {
  if (event.type !== 'InstallationSeeded') return evolveOperators(installation, event, placed);
  if (installation) throw new ImpossibleEventError(event.type, 'comes twice');
  return { ...event.data, seeded_at: placed.at };
}
