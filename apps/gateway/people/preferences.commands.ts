import { EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { decidePerson, type Language, type PersonRefusal } from '#identity';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';

type Written = EntityWritten<'person', PersonRefusal>;

/** Absent members stay, null clears. */
export interface Preferences {
  readonly language?: Language | null;
  readonly timeZone?: string | null;
}

export class SetPreferences extends Command<Written> {
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
  constructor(private readonly writer: EntityWriter) {}

  execute({ person, preferences, origin }: SetPreferences): Promise<Written> {
    return this.writer.write({ kind: 'person', id: person }, origin, (state) =>
      decidePerson({ type: 'SetPreferences', ...preferences }, state),
    );
  }
}
