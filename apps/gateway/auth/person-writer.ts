import { EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { decidePerson, type Person, type PersonCommand, type PersonRefusal } from '#identity';
import { Injectable } from '@nestjs/common';
import { Mails, type CredentialChange } from '../mail/mails.js';
import { Sessions } from './sessions.js';

export type PersonWritten = EntityWritten<'person', PersonRefusal | 'PASSWORD_WRONG' | 'CODE_WRONG' | 'PASSKEY_WRONG'>;

/** Writes what becomes of a person; of sessions that end with it nothing is kept, and a change of credentials is told by mail. */
@Injectable()
export class PersonWriter {
  constructor(
    private readonly writer: EntityWriter,
    private readonly sessions: Sessions,
    private readonly mails: Mails,
  ) {}

  /** `tells`: what is told to the address that the person had before. */
  async write(
    person: string,
    command: PersonCommand,
    origin: EntityOrigin,
    tells?: CredentialChange,
  ): Promise<EntityWritten<'person', PersonRefusal>> {
    let before: Person | undefined;
    const written = await this.writer.write({ kind: 'person', id: person }, origin, (state) => {
      before = state;
      return decidePerson(command, state);
    });
    if (!written.refusal && written.changed) {
      this.sessions.forgetEnded(before, written.state);
      if (tells !== undefined && before !== undefined) this.mails.changed(before, tells);
    }
    return written;
  }
}
