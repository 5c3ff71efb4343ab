import { ImpossibleEventError, accept, type Decision, type Placed } from '#streams';
import type { InstallationEvent } from './installation.events.js';

export type SeedInstallation = { readonly type: 'SeedInstallation'; readonly seed: InstallationEvent['data'] };

/** JSON, because the directory keeps it as a row. */
export type Installation = InstallationEvent['data'] & { readonly seeded_at: string };

/** Every gateway offers a seed when it starts; all but the first are passed over. */
export function decideInstallation(command: SeedInstallation, installation: Installation | undefined): Decision<InstallationEvent, never> {
  return installation ? accept() : accept({ type: 'InstallationSeeded', data: command.seed });
}

export function evolveInstallation(installation: Installation | undefined, event: InstallationEvent, placed: Placed): Installation {
  if (installation) throw new ImpossibleEventError(event.type, 'comes twice');
  return { ...event.data, seeded_at: placed.at };
}
