import { Directory } from '#directory';
import { memberMay, operatorMay, type CustomerPermission, type InstallationPermission } from '#identity';
import { Clock } from '#process';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { FollowedLog } from '../books/followed-log.js';
import { HttpRefusal, refuse } from '../http/errors/refusal.js';
import type { Access } from '../http/route/route-settings.js';
import type { MemberCaller, OperatorCaller, PersonCaller } from './callers.js';
import { FrontDoor } from './front-door.js';
import { STEP_UP_MS, Sessions } from './sessions.js';

type Asked = Extract<Access, { readonly kind: 'admin' | 'customer' | 'person' }>;

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);
/** A gateway that does not know what others have written for so long does not know who has been signed out. */
const BLIND_AFTER_MS = 10_000;
export const CUSTOMER_HEADER = 'x-tokenok-customer';

/** What a session may do: checked in order of precedence, each by its own refusal. */
@Injectable()
export class SessionAuthenticator {
  constructor(
    private readonly sessions: Sessions,
    private readonly directory: Directory,
    private readonly door: FrontDoor,
    private readonly followed: FollowedLog,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `UNAUTHENTICATED`, `STORE_UNAVAILABLE`, `PERMISSION_DENIED` (which a page of another origin is refused with, too), `NOT_FOUND`,
   * `CUSTOMER_REQUIRED`, `ACCOUNT_SUSPENDED`, `STEP_UP_REQUIRED`.
   */
  async authenticate(request: FastifyRequest, access: Asked, needsStepUp: boolean): Promise<PersonCaller> {
    const caller = await this.sessions.use(request);
    if (!caller) throw unauthenticated(access);
    if (!READING.has(request.method)) this.assertMayWrite(request);
    const admitted = this.admitted(request, caller, access);
    if (needsStepUp && this.stepUpUntilMs(caller) <= this.clock.nowMs()) throw new HttpRefusal('STEP_UP_REQUIRED', { message: STEP_UP });
    return admitted;
  }

  /** Until when what is sensitive may be done, in milliseconds since 1970. */
  stepUpUntilMs({ session }: PersonCaller): number {
    return Date.parse(session.shown_at) + STEP_UP_MS;
  }

  private assertMayWrite(request: FastifyRequest): void {
    this.door.refuseForeignWrite(request);
    if (this.followed.behindMs < BLIND_AFTER_MS) return;
    throw new HttpRefusal('STORE_UNAVAILABLE', {
      message: 'This gateway cannot follow the log, and does not know who was signed out elsewhere',
    });
  }

  private admitted(request: FastifyRequest, caller: PersonCaller, access: Asked): PersonCaller {
    switch (access.kind) {
      case 'person':
        return caller;
      case 'admin':
        return this.operator(caller, access.permission);
      case 'customer':
        return this.member(request, caller, access.permission);
    }
  }

  private operator(caller: PersonCaller, permission: InstallationPermission): OperatorCaller {
    const installationRole = this.directory.installationRoleOf(caller.person.person);
    if (installationRole !== null && operatorMay(installationRole, permission)) return { ...caller, installationRole };
    const has = installationRole === null ? 'you have no role of the installation' : `the role ${installationRole} has it not`;
    throw new HttpRefusal('PERMISSION_DENIED', { message: `This needs the permission ${permission}: ${has}` });
  }

  private member(request: FastifyRequest, caller: PersonCaller, permission: CustomerPermission): MemberCaller {
    const { customer: id, role } = this.membership(request, caller);
    const customer = this.directory.customer(id) ?? refuse('NOT_FOUND', { message: NO_CUSTOMER });
    if (!memberMay(role, permission)) {
      throw new HttpRefusal('PERMISSION_DENIED', { message: `This needs the permission ${permission}: the role ${role} has it not` });
    }
    if (customer.status === 'suspended' && !permission.endsWith('.read')) throw new HttpRefusal('ACCOUNT_SUSPENDED');
    return { ...caller, customer, role };
  }

  private membership(request: FastifyRequest, { person }: PersonCaller) {
    const memberships = this.directory.membershipsOf(person.person);
    const asked = customerOf(request);
    if (asked !== undefined) {
      const found = memberships.find(({ customer }) => customer === asked.id);
      return found ?? refuse('NOT_FOUND', { field: asked.field, message: NO_CUSTOMER });
    }
    const [own, ...others] = memberships;
    if (own === undefined) throw new HttpRefusal('PERMISSION_DENIED', { message: 'You are signed in, and a member of no customer' });
    if (others.length === 0) return own;
    return refuse('CUSTOMER_REQUIRED', {
      field: CUSTOMER_HEADER,
      message: `You are a member of several customers: say which by ${CUSTOMER_HEADER}`,
    });
  }
}

/** The header goes first; downloads and event streams have the query. */
function customerOf({ headers, query }: FastifyRequest): { readonly id: string; readonly field: string } | undefined {
  const header = headers[CUSTOMER_HEADER];
  if (header !== undefined) return { id: String(header), field: CUSTOMER_HEADER };
  const { customer } = (query ?? {}) as { readonly customer?: string | readonly string[] };
  return customer === undefined ? undefined : { id: [customer].flat().join(), field: 'customer' };
}

function unauthenticated({ kind, ...access }: Asked): HttpRefusal {
  const others = {
    admin: 'isForPeople' in access ? '' : 'The admin token (Authorization: Bearer <token>) or ',
    customer: 'scopes' in access && access.scopes.length > 0 ? 'An API key (Authorization: Bearer <key>, or x-api-key: <key>) or ' : '',
    person: '',
  };
  const message = `${others[kind]}a session (POST /session) is required`;
  return new HttpRefusal('UNAUTHENTICATED', {
    message: message.charAt(0).toUpperCase() + message.slice(1),
    headers: { 'www-authenticate': 'Bearer' },
  });
}

const NO_CUSTOMER = 'There is no such customer, or you are no member of it';
const STEP_UP = 'Show once more that it is you (POST /session/step-up): ten minutes after a sign-in this is asked for';
