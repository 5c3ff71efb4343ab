import { Directory, type EntityOrigin } from '#directory';
import {
  InstallationSecrets,
  hashEmail,
  hashToken,
  livesAt,
  mintToken,
  normaliseEmail,
  type CustomerRole,
  type InstallationRole,
  type Inviter,
  type InvitationCommand,
  type OperatorCommand,
} from '#identity';
import type { Language } from '#mail';
import { Clock } from '#process';
import { PersonalData } from '#vault';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EventType } from '../ground/event-types.js';
import { spellToken } from '../mail/link-token.js';
import { Links } from '../mail/links.js';
import { Mailer } from '../mail/mailer.js';
import { InvitationDesk, type Place, type PlaceWritten } from './invitation-desk.js';

/** How long an invitation can be accepted. */
const INVITED_FOR_SECONDS = 7 * 24 * 60 * 60;

export interface InviteFacts {
  readonly email: string;
  readonly role: CustomerRole | InstallationRole;
  readonly by: Inviter;
  /** Of whoever invites, for whom has chosen none. */
  readonly language: Language;
}

export interface Invited {
  readonly written: PlaceWritten;
  readonly isMailed: boolean;
  /** To be shown once: where no mail is sent. Undefined too where an earlier try of the command has made another, which nobody knows any more. */
  readonly link: string | undefined;
}

/** Mails a link to the address; where no mail is sent, the link is for whoever invites to hand on. */
export class Invite extends Command<Invited> {
  static readonly writes: readonly EventType[] = ['MemberInvited', 'OperatorInvited'];

  constructor(
    readonly place: Place,
    readonly invitation: string,
    readonly facts: InviteFacts,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

@CommandHandler(Invite)
export class InviteHandler implements ICommandHandler<Invite> {
  constructor(
    private readonly desk: InvitationDesk,
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly personalData: PersonalData,
    private readonly mailer: Mailer,
    private readonly links: Links,
    private readonly clock: Clock,
  ) {}

  async execute({ place, invitation, facts, origin }: Invite): Promise<Invited> {
    const { pepper } = this.installation;
    const secret = mintToken();
    const tokenHash = hashToken(pepper, 'invitation', secret);
    const addressHash = hashEmail(pepper, facts.email);
    const command = this.command(place, invitation, facts, { tokenHash, addressHash });
    const isMailed = this.mailer.isOn;
    const refusal = this.desk.refusal(place, command);
    if (refusal && !this.isThere(place, invitation)) return { written: { refusal }, isMailed, link: undefined };
    const { email: sealedEmail } = await this.personalData.sealFirst(invitation, { email: normaliseEmail(facts.email) });
    const written = await this.desk.write(place, origin, { ...command, sealedEmail });
    if (written.refusal) {
      await this.personalData.erase(invitation);
      return { written, isMailed, link: undefined };
    }
    const made = this.desk.of(place).find((each) => each.invitation === invitation);
    if (made?.token_hash !== tokenHash) return { written, isMailed, link: undefined };
    const link = this.links.to('join', spellToken(secret, ...placeParts(place), invitation));
    if (!isMailed) return { written, isMailed, link };
    const isTaken = await this.mail(place, facts, link, made.expires_at);
    return { written, isMailed: isTaken, link: undefined };
  }

  private command(
    place: Place,
    invitation: string,
    { email, role, by }: InviteFacts,
    hashes: { readonly tokenHash: string; readonly addressHash: string },
  ): Inviting {
    const expiresAt = new Date(this.clock.nowMs() + INVITED_FOR_SECONDS * 1_000).toISOString();
    const holder = this.directory.personByAddress(hashEmail(this.installation.pepper, email))?.person;
    const type = place.kind === 'customer' ? 'InviteMember' : 'InviteOperator';
    const command = { type, at: this.clock.now(), invitation, role, by, ...hashes, sealedEmail: '', isMailed: this.mailer.isOn, expiresAt };
    return { ...command, holder } as Inviting; // the body's rules have held the role against the place
  }

  private isThere(place: Place, invitation: string): boolean {
    return this.desk.of(place).some((each) => each.invitation === invitation);
  }

  private async mail(place: Place, { email, role, language }: InviteFacts, link: string, expiresAt: string): Promise<boolean> {
    const known = this.directory.personByAddress(hashEmail(this.installation.pepper, email));
    const customer = place.kind === 'customer' ? this.directory.customer(place.id) : undefined;
    const { name = null } = customer ? await this.personalData.open(customer.customer, customer.sealed) : {};
    const letter = { kind: 'invitation', link, role, expiresAt, ...(place.kind === 'customer' && { customer: name ?? place.id }) } as const;
    return this.mailer.send(normaliseEmail(email), letter, known?.language ?? language);
  }
}

/** Of either place. */
type Inviting = Extract<InvitationCommand | OperatorCommand, { readonly type: 'InviteMember' | 'InviteOperator' }>;

/** How a link names what it invites to. */
const placeParts = (place: Place): readonly string[] => [place.kind === 'customer' ? place.id : 'installation'];

export class WithdrawInvitation extends Command<PlaceWritten> {
  static readonly writes: readonly EventType[] = ['InvitationWithdrawn', 'OperatorInvitationWithdrawn'];

  constructor(
    readonly place: Place,
    readonly invitation: string,
    readonly origin: EntityOrigin,
  ) {
    super();
  }
}

/** The address goes with it, and with those that have run out. */
@CommandHandler(WithdrawInvitation)
export class WithdrawInvitationHandler implements ICommandHandler<WithdrawInvitation> {
  constructor(
    private readonly desk: InvitationDesk,
    private readonly personalData: PersonalData,
    private readonly clock: Clock,
  ) {}

  async execute({ place, invitation, origin }: WithdrawInvitation): Promise<PlaceWritten> {
    const now = this.clock.now();
    const over = this.desk.of(place).filter((each) => !livesAt(each, now));
    const written = await this.desk.write(place, origin, { type: 'WithdrawInvitation', invitation });
    if (written.refusal) return written;
    for (const id of [invitation, ...over.map((each) => each.invitation)]) await this.personalData.erase(id);
    return written;
  }
}
