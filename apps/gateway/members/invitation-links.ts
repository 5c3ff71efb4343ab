import { Directory } from '#directory';
import { InstallationSecrets, hashToken, type Invitation, type Person } from '#identity';
import { Clock } from '#process';
import { Injectable } from '@nestjs/common';
import { readToken } from '../mail/link-token.js';
import { InvitationDesk, INSTALLATION, type Place } from './invitation-desk.js';

/** An invitation that can be accepted now, by whoever has its link. */
export interface FoundInvitation {
  readonly place: Place;
  readonly invitation: Invitation;
  /** Of the link. */
  readonly tokenHash: string;
}

/**
 * What whoever follows the link has to do: choose a password, sign in, sign out as somebody else, or nothing more than accept.
 * `mail`: nobody has proven the address, and this link cannot.
 */
export type Needs = 'password' | 'sign_in' | 'other_person' | 'accept' | 'mail';

/** Invitations by their links. */
@Injectable()
export class InvitationLinks {
  constructor(
    private readonly desk: InvitationDesk,
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly clock: Clock,
  ) {}

  /** Undefined for one that is not there, was used or withdrawn, has run out, or whose writer may invite no more. */
  find(token: string): FoundInvitation | undefined {
    const { about = [], secret = '' } = readToken(token) ?? {};
    const [where = '', id = ''] = about;
    const place: Place = where === 'installation' ? INSTALLATION : { kind: 'customer', id: where };
    const invitation = this.desk.of(place).find((each) => each.invitation === id);
    const tokenHash = hashToken(this.installation.pepper, 'invitation', secret);
    if (invitation?.token_hash !== tokenHash) return undefined;
    const anybody = { person: '', address_hash: invitation.address_hash, is_proven: true };
    const command = { type: 'AcceptInvitation', at: this.clock.now(), invitation: id, tokenHash, person: anybody } as const;
    return this.desk.refusal(place, command) ? undefined : { place, invitation, tokenHash };
  }

  holderOf({ address_hash: hash }: Invitation): Person | undefined {
    return this.directory.personByAddress(hash);
  }

  /** `signedIn`: who asks, where somebody is signed in. */
  needs({ invitation }: FoundInvitation, signedIn: Person | undefined): Needs {
    const holder = this.holderOf(invitation);
    if (signedIn && signedIn.person !== holder?.person) return 'other_person';
    if (!holder) return 'password';
    const { is_mailed: isMailed } = invitation;
    const isProving = isMailed && !holder.is_proven;
    if (isProving || (isMailed && isWithoutCredentials(holder))) return 'password';
    if (!holder.is_proven && holder.invitation !== invitation.invitation) return 'mail';
    return signedIn ? 'accept' : 'sign_in';
  }
}

/** Nobody can sign in as them: what came before the password was lost on the way. */
const isWithoutCredentials = ({ sealed, passkeys }: Person): boolean => sealed.password === undefined && passkeys.length === 0;
