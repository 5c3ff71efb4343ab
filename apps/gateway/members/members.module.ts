import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { AcceptInvitationHandler } from './accept-invitation.js';
import { CommandLine } from './command-line.js';
import { CustomerPeopleController } from './customer-people.controller.js';
import { InvitationController } from './invitation.controller.js';
import { InvitationDesk } from './invitation-desk.js';
import { InvitationLinks } from './invitation-links.js';
import { InviteHandler, WithdrawInvitationHandler } from './invitations.commands.js';
import { Invitations } from './invitations.service.js';
import { ChangeMemberRoleHandler, RemoveMemberHandler, SetOperatorRoleHandler } from './members.commands.js';
import { MemberDocuments } from './members.document.js';
import { MyPeopleController } from './my-people.controller.js';
import { OperatorsController } from './operators.controller.js';
import { Operators } from './operators.js';

@Module({
  imports: [CqrsModule],
  controllers: [MyPeopleController, CustomerPeopleController, OperatorsController, InvitationController],
  providers: [
    CommandLine,
    Operators,
    InvitationDesk,
    InvitationLinks,
    Invitations,
    MemberDocuments,
    InviteHandler,
    WithdrawInvitationHandler,
    AcceptInvitationHandler,
    ChangeMemberRoleHandler,
    RemoveMemberHandler,
    SetOperatorRoleHandler,
  ],
  exports: [Invitations, InvitationDesk],
})
export class MembersModule {}
