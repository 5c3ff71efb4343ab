import { Directory } from '#directory';
import { CUSTOMER_TABLE, INSTALLATION_TABLE, type Person } from '#identity';
import { Clock, VERSION } from '#process';
import { PersonalData } from '#vault';
import { Injectable } from '@nestjs/common';
import type { PersonCaller } from '../auth/callers.js';
import { IDLE_MS, STEP_UP_MS } from '../auth/sessions.js';
import { CustomerDocuments } from '../customers/customers.document.js';
import { Features, type Placed } from './features.js';
import { Mails } from '../mail/mails.js';

const instant = (ms: number): string => new Date(ms).toISOString();

/** A session as its person sees it: who, what he may, until when, and what he signs in with. */
@Injectable()
export class SessionDocuments {
  constructor(
    private readonly directory: Directory,
    private readonly customers: CustomerDocuments,
    private readonly personalData: PersonalData,
    private readonly features: Features,
    private readonly mails: Mails,
    private readonly clock: Clock,
  ) {}

  async of({ person, session }: PersonCaller, request: Placed): Promise<object> {
    const { person: id, sealed, language, time_zone } = person;
    const role = this.directory.installationRoleOf(id);
    const { email } = await this.personalData.open(id, { email: sealed.email });
    return {
      person: id,
      email,
      is_proven: person.is_proven,
      language,
      time_zone,
      memberships: await Promise.all(this.directory.membershipsOf(id).map((each) => this.membership(each))),
      installation_role: role,
      permissions: { installation: role === null ? [] : INSTALLATION_TABLE[role] },
      step_up_until: instant(Date.parse(session.shown_at) + STEP_UP_MS),
      password_change_asked: person.is_password_change_asked,
      expires_at: session.expires_at,
      idle_expires_at: instant(Math.min(this.clock.nowMs() + IDLE_MS, Date.parse(session.expires_at))),
      factors: await this.factors(person),
      features: this.offered(request),
      public_url: this.features.publicUrl,
      version: VERSION,
    };
  }

  offered(request: Placed): object {
    return { mail: this.mails.isOn, sign_up: this.features.isSignUpOpen, passkeys: this.features.relyingParty(request) !== undefined };
  }

  private async membership({ customer: id, role }: ReturnType<Directory['membershipsOf']>[number]): Promise<object> {
    const customer = this.directory.customer(id);
    if (!customer) throw new TypeError(`${id} has members and is not there`);
    const { name, currency, time_zone } = await this.customers.of(customer);
    return { customer: id, name, role, currency, time_zone, permissions: CUSTOMER_TABLE[role] };
  }

  private async factors({ person, sealed, totp, recovery_codes: codes, passkeys }: Person): Promise<object> {
    const named = passkeys.map(async ({ passkey, sealed: { name }, added_at, last_used_at }) => {
      const opened = await this.personalData.open(person, { name });
      return { id: passkey, name: opened.name, created_at: added_at, last_used_on: last_used_at?.slice(0, 10) ?? null };
    });
    return {
      password: sealed.password !== undefined,
      totp: totp !== undefined,
      recovery_codes_left: codes.length,
      passkeys: await Promise.all(named),
    };
  }
}
