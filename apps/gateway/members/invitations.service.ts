import type { CustomerRole, InstallationRole, Inviter } from '#identity';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { Asking } from '../idempotency/asking.js';
import { OncePerKey } from '../idempotency/once-per-key.js';
import type { Done, NotDone, Outcome } from '../idempotency/outcome.js';
import { nothingToShow, whenWritten } from '../idempotency/written.js';
import { InvitationDesk, type Place } from './invitation-desk.js';
import { Invite, WithdrawInvitation, type InviteFacts, type Invited } from './invitations.commands.js';

type Facts = Omit<InviteFacts, 'role'> & { readonly role: CustomerRole | InstallationRole; readonly by: Inviter };

/** People are invited in the same way, whatever to and by whom. */
@Injectable()
export class Invitations {
  constructor(
    private readonly commands: CommandBus,
    private readonly once: OncePerKey,
    private readonly desk: InvitationDesk,
  ) {}

  send(asking: Asking, place: Place, facts: Facts): Promise<Outcome> {
    return this.once.run(asking, { invitation: 'inv' }, async ({ invitation = '' }, origin) =>
      this.shown(place, invitation, facts, await this.commands.execute(new Invite(place, invitation, facts, origin))),
    );
  }

  withdraw(asking: Asking, place: Place, invitation: string): Promise<Outcome> {
    return this.once.run(asking, {}, async (_ids, origin) =>
      whenWritten(await this.commands.execute(new WithdrawInvitation(place, invitation, origin)), nothingToShow),
    );
  }

  /** The answer that is kept has neither the link nor the address. */
  shown(
    place: Place,
    id: string,
    { email, role }: Pick<Facts, 'email' | 'role'>,
    { written, isMailed, link }: Invited,
  ): Promise<Done | NotDone> {
    return whenWritten(written, ({ position }) => {
      const made = this.desk.of(place).find((each) => each.invitation === id);
      const document = { id, email: null, role, expires_at: made?.expires_at ?? null, mailed: isMailed };
      const shownOnce = { ...document, email, ...(link !== undefined && { link }) };
      return { document, position, isConfidential: true, shownOnce };
    });
  }
}
