import { Directory } from '#directory';
import { livesAt, type Customer, type CustomerRole, type InstallationRole, type Invitation, type Person } from '#identity';
import { Clock } from '#process';
import { PersonalData, isUnreadable } from '#vault';
import { Injectable } from '@nestjs/common';
import { InvitationDesk, type Place } from './invitation-desk.js';

export interface MemberDocument {
  readonly person: string;
  /** Null of who was erased, or cannot be read. */
  readonly email: string | null;
  readonly role: CustomerRole;
  readonly is_proven: boolean;
  readonly since: string;
  readonly is_you: boolean;
}

export interface InvitationDocument {
  readonly id: string;
  readonly email: string | null;
  readonly role: string;
  readonly invited_at: string;
  readonly expires_at: string;
  /** A person's id; null where the admin token or the command line did. */
  readonly invited_by: string | null;
}

export interface OperatorDocument {
  readonly person: string;
  readonly email: string | null;
  readonly is_proven: boolean;
  readonly role: InstallationRole | null;
  readonly memberships: readonly { readonly customer: string; readonly role: CustomerRole }[];
}

/** People as HTTP shows them: addresses are opened for the answer and kept nowhere. */
@Injectable()
export class MemberDocuments {
  constructor(
    private readonly directory: Directory,
    private readonly desk: InvitationDesk,
    private readonly personalData: PersonalData,
    private readonly clock: Clock,
  ) {}

  async member({ members = {}, joined = {}, registered_at: registeredAt }: Customer, id: string, you?: string): Promise<MemberDocument> {
    const person = this.directory.person(id);
    return {
      person: id,
      email: person ? await this.emailOf(person) : null,
      role: members[id] ?? 'viewer',
      is_proven: person?.is_proven ?? false,
      since: joined[id] ?? registeredAt,
      is_you: id === you,
    };
  }

  async operator(person: Person): Promise<OperatorDocument> {
    const { person: id, is_proven } = person;
    const [role, memberships] = [this.directory.installationRoleOf(id), this.directory.membershipsOf(id)];
    return { person: id, email: await this.emailOf(person), is_proven, role, memberships };
  }

  /** Those that can be accepted now, oldest first. */
  invitations(place: Place): Promise<readonly InvitationDocument[]> {
    const now = this.clock.now();
    const open = this.desk.of(place).filter((each) => livesAt(each, now));
    return Promise.all(open.map((each) => this.invitation(each)));
  }

  private async invitation({ invitation: id, email, role, invited_at, expires_at, by }: Invitation): Promise<InvitationDocument> {
    return { id, email: await this.opened(id, email), role, invited_at, expires_at, invited_by: by };
  }

  private emailOf({ person, sealed }: Person): Promise<string | null> {
    return this.opened(person, sealed.email);
  }

  private async opened(subject: string, sealed: string): Promise<string | null> {
    try {
      return (await this.personalData.open(subject, { email: sealed })).email;
    } catch (fault) {
      if (!isUnreadable(fault)) throw fault;
      return null;
    }
  }
}
