import { EntityWriter, type EntityOrigin, type EntityWritten } from '#directory';
import { decideMember, type CustomerRole, type MemberRefusal } from '#identity';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';

/** Somebody belongs to a customer from now on; whoever does already stays what he is. */
export class AddMember extends Command<EntityWritten<'customer', MemberRefusal>> {
  static readonly writes: readonly EventType[] = ['MemberAdded'];

  constructor(
    readonly customer: string,
    readonly person: string,
    readonly role: CustomerRole,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(AddMember)
export class AddMemberHandler implements ICommandHandler<AddMember> {
  constructor(private readonly writer: EntityWriter) {}

  execute({ customer, person, role, origin }: AddMember): Promise<EntityWritten<'customer', MemberRefusal>> {
    return this.writer.write({ kind: 'customer', id: customer }, origin, (state) =>
      decideMember({ type: 'AddMember', person, role }, state),
    );
  }
}
