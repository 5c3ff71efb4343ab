import { Directory, EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { decideMember, type Customer, type CustomerRole, type InstallationRole, type MemberRefusal } from '#identity';
import { refuse, type Decision } from '#streams';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';
import { INSTALLATION, InvitationDesk, type PlaceWritten } from './invitation-desk.js';

type MemberCommand = Parameters<typeof decideMember>[0];
type MemberEvents = NonNullable<ReturnType<typeof decideMember>['events']>[number];
type MemberWritten = EntityWritten<'customer', MemberRefusal | 'BEYOND_OWN_ROLE'>;

/** Who does it: an owner, by his role at the moment when it is written. */
interface MemberChange {
  readonly customer: string;
  readonly person: string;
  readonly by: string;
}

export class ChangeMemberRole extends Command<MemberWritten> {
  static readonly writes: readonly EventType[] = ['MemberRoleChanged'];

  constructor(
    readonly change: MemberChange,
    readonly role: CustomerRole,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(ChangeMemberRole)
export class ChangeMemberRoleHandler implements ICommandHandler<ChangeMemberRole> {
  constructor(private readonly writer: EntityWriter) {}

  execute({ change, role, origin }: ChangeMemberRole): Promise<MemberWritten> {
    return write(this.writer, change, origin, { type: 'ChangeMemberRole', person: change.person, role });
  }
}

/** Everybody may leave; whom else to send away is for owners. */
export class RemoveMember extends Command<MemberWritten> {
  static readonly writes: readonly EventType[] = ['MemberRemoved'];

  constructor(
    readonly change: MemberChange,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(RemoveMember)
export class RemoveMemberHandler implements ICommandHandler<RemoveMember> {
  constructor(private readonly writer: EntityWriter) {}

  execute({ change, origin }: RemoveMember): Promise<MemberWritten> {
    return write(this.writer, change, origin, { type: 'RemoveMember', person: change.person });
  }
}

function write(
  writer: EntityWriter,
  { customer: id, person, by }: MemberChange,
  origin: EntityOrigin,
  command: MemberCommand,
): Promise<MemberWritten> {
  return writer.write({ kind: 'customer', id }, origin, (customer): Decision<MemberEvents, MemberRefusal | 'BEYOND_OWN_ROLE'> => {
    if (!isMember(customer, person)) return refuse('MEMBER_UNKNOWN', 'There is no such person here');
    const isLeaving = command.type === 'RemoveMember' && by === person;
    if (!isLeaving && customer?.members?.[by] !== 'owner')
      return refuse('BEYOND_OWN_ROLE', 'Who belongs to a customer is for its owners to say');
    return decideMember(command, customer);
  });
}

/** Ids come from outside: the name of a member that every object has is nobody. */
const isMember = (customer: Customer | undefined, person: string): boolean => Object.hasOwn(customer?.members ?? {}, person);

/** Null takes it away. `by` is null for the admin token. */
export class SetOperatorRole extends Command<PlaceWritten> {
  static readonly writes: readonly EventType[] = ['OperatorRoleSet'];

  constructor(
    readonly person: string,
    readonly role: InstallationRole | null,
    readonly by: string | null,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(SetOperatorRole)
export class SetOperatorRoleHandler implements ICommandHandler<SetOperatorRole> {
  constructor(
    private readonly desk: InvitationDesk,
    private readonly directory: Directory,
  ) {}

  async execute({ person, role, by, origin }: SetOperatorRole): Promise<PlaceWritten> {
    const known = this.directory.person(person);
    if (!known || known.erased_at !== undefined) return { refusal: { code: 'OPERATOR_UNKNOWN', message: 'There is no such person' } };
    return this.desk.write(INSTALLATION, origin, { type: 'SetOperatorRole', person, role, by });
  }
}
