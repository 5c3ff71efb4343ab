import { Directory } from '#directory';
import { memberMay, sessionOf, type CustomerPermission } from '#identity';
import { Clock } from '#process';
import { Injectable } from '@nestjs/common';
import type { CustomerCaller } from './callers.js';

/** Whether somebody who was let in once would be let in now: for answers that go on. Reading is what a suspended customer may still do. */
@Injectable()
export class StandingCallers {
  constructor(
    private readonly directory: Directory,
    private readonly clock: Clock,
  ) {}

  stands(caller: CustomerCaller, permission: CustomerPermission): boolean {
    const now = this.clock.now();
    if ('key' in caller) {
      const status = this.directory.findKey(caller.presented, now)?.status;
      return status === 'active' || status === 'suspended';
    }
    const { person: known, session: used, customer } = caller;
    const person = this.directory.person(known.person);
    const session = person && sessionOf(person, used.session);
    if (!session || session.expires_at <= now) return false;
    const membership = this.directory.membershipsOf(known.person).find((each) => each.customer === customer.customer);
    return membership !== undefined && memberMay(membership.role, permission);
  }
}
