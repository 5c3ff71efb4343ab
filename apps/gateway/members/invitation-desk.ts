import { Directory, EntityWriter, type EntityAccepted, type EntityOrigin } from '#directory';
import {
  INSTALLATION_STREAM,
  decideInvitation,
  decideOperators,
  type Customer,
  type Installation,
  type Invitation,
  type InvitationCommand,
  type InvitationRefusal,
  type OperatorCommand,
} from '#identity';
import type { Refusal } from '#streams';
import { Injectable } from '@nestjs/common';
import { Operators } from './operators.js';

/** What people are invited to: a customer by its id, or the installation. */
export type Place = { readonly kind: 'customer'; readonly id: string } | { readonly kind: 'installation' };

export const INSTALLATION: Place = { kind: 'installation' };

type AnyCommand = InvitationCommand | OperatorCommand;
type Known = Customer | Installation;
export type PlaceWritten = { readonly refusal: Refusal<InvitationRefusal>; readonly state?: never } | EntityAccepted<Known>;

/** Decides about invitations and operators in the one stream that has all that the decision needs. */
@Injectable()
export class InvitationDesk {
  constructor(
    private readonly writer: EntityWriter,
    private readonly directory: Directory,
    private readonly operators: Operators,
  ) {}

  /** Of a customer's place the command is one of invitations, of the installation's one of operators. */
  write(place: Place, origin: EntityOrigin, command: AnyCommand): Promise<PlaceWritten> {
    if (place.kind === 'customer') {
      const stream = { kind: 'customer', id: place.id } as const;
      return this.writer.write(stream, origin, (state) => decideInvitation(command as InvitationCommand, state, this.operators.facts()));
    }
    const stream = { kind: 'installation', id: INSTALLATION_STREAM } as const;
    return this.writer.write(stream, origin, (state) => decideOperators(command as OperatorCommand, state, this.operators.facts()));
  }

  /** As it would be decided now. */
  refusal(place: Place, command: AnyCommand): Refusal<InvitationRefusal> | undefined {
    const facts = this.operators.facts();
    if (place.kind === 'customer') return decideInvitation(command as InvitationCommand, this.customer(place.id), facts).refusal;
    return decideOperators(command as OperatorCommand, this.directory.installation, facts).refusal;
  }

  /** Those that are neither accepted nor withdrawn, oldest first; some may have run out. */
  of(place: Place): readonly Invitation[] {
    const state = place.kind === 'customer' ? this.customer(place.id) : this.directory.installation;
    return Object.values<Invitation>(state?.invitations ?? {}).sort((a, b) => (a.invitation < b.invitation ? -1 : 1));
  }

  private customer(id: string): Customer | undefined {
    return this.directory.customer(id);
  }
}
