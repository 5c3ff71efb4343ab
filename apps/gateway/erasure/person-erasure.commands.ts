import { Directory, EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { decidePerson, type InvitationRefusal, type PersonRefusal } from '#identity';
import { Clock } from '#process';
import { Command, CommandHandler, Query, QueryHandler, type ICommandHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';
import { INSTALLATION, InvitationDesk } from '../members/invitation-desk.js';
import { personPreview, type ErasurePreview } from './erasure.preview.js';
import { Erasing } from './erasing.js';

type PersonWritten = EntityWritten<'person', PersonRefusal | InvitationRefusal>;

/** What erasing a person would do; undefined where there is none. */
export class PreviewPersonErasure extends Query<ErasurePreview | undefined> {
  constructor(readonly person: string) {
    super();
  }
}

@QueryHandler(PreviewPersonErasure)
export class PreviewPersonErasureHandler implements IQueryHandler<PreviewPersonErasure> {
  constructor(
    private readonly directory: Directory,
    private readonly clock: Clock,
  ) {}

  async execute({ person: id }: PreviewPersonErasure): Promise<ErasurePreview | undefined> {
    const person = this.directory.person(id);
    if (!person) return undefined;
    const memberships = this.directory.membershipsOf(id);
    const ownedAlone = memberships.filter(({ customer, role }) => role === 'owner' && this.#owners(customer) === 1).length;
    const sessions = person.sessions.filter(({ expires_at: until }) => until > this.clock.now()).length;
    return personPreview({ id, isErased: person.erased_at !== undefined, sessions, memberships: memberships.length, ownedAlone });
  }

  #owners(customer: string): number {
    return Object.values(this.directory.customer(customer)?.members ?? {}).filter((role) => role === 'owner').length;
  }
}

export class ErasePerson extends Command<PersonWritten> {
  static readonly writes: readonly EventType[] = ['OperatorRoleSet', 'PersonErased', 'AddressFreed', 'MemberRemoved'];

  constructor(
    readonly person: string,
    readonly reason: string | undefined,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

/**
 * The role of the installation goes first, as it goes from anybody: whoever owns it alone makes another person its owner before (`LAST_OWNER`), and of
 * two owners who are erased at once one stays.
 */
@CommandHandler(ErasePerson)
export class ErasePersonHandler implements ICommandHandler<ErasePerson> {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
    private readonly desk: InvitationDesk,
    private readonly erasing: Erasing,
  ) {}

  async execute({ person, reason, origin }: ErasePerson): Promise<PersonWritten> {
    const before = this.directory.person(person);
    if (this.directory.installationRoleOf(person) !== null) {
      const { refusal } = await this.desk.write(INSTALLATION, origin, { type: 'SetOperatorRole', person, role: null, by: null });
      if (refusal) return { refusal };
    }
    // A second time there is nothing to decide, and what the first has left undone is done.
    const written = await this.writer.write({ kind: 'person', id: person }, origin, (state) =>
      state?.erased_at === undefined
        ? decidePerson({ type: 'ErasePerson', ...(reason !== undefined && { reason }) }, state)
        : { events: [] },
    );
    if (written.refusal) return written;
    const position = await this.erasing.person(written.state, before?.sessions ?? [], origin);
    return position === undefined || position < written.position ? written : { ...written, position };
  }
}
