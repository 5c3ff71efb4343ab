import type { EntityOrigin } from '#directory';
import type { Language } from '#identity';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonWriter, type PersonWritten } from '../auth/person-writer.js';
import type { EventType } from '../ground/event-types.js';

/** Absent members stay, null clears. */
export interface Preferences {
  readonly language?: Language | null;
  readonly timeZone?: string | null;
}

export class SetPreferences extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['PreferencesSet'];

  constructor(
    readonly person: string,
    readonly preferences: Preferences,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(SetPreferences)
export class SetPreferencesHandler implements ICommandHandler<SetPreferences> {
  constructor(private readonly people: PersonWriter) {}

  execute({ person, preferences, origin }: SetPreferences): Promise<PersonWritten> {
    return this.people.write(person, { type: 'SetPreferences', ...preferences }, origin);
  }
}
