import fc from 'fast-check';
import { evolveCustomer, type Customer } from '../customer.state.js';
import { evolveInstallation, type Installation } from '../installation.decider.js';
import { placedAt } from '../testing/given.js';
import { decideInvitation, decideOperators, type OperatorFacts } from './invitation.decider.js';
import { decideMember } from './member.decider.js';
import {
  CUSTOMER_ROLES,
  INSTALLATION_ROLES,
  customerRoleCovers,
  installationRoleCovers,
  type CustomerRole,
  type InstallationRole,
} from './roles.js';

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31);
afterAll(() => void process.stdout.write(`invitations: SEED=${SEED}\n`));

const CUSTOMERS = ['cus_1', 'cus_2'];
const PEOPLE = ['per_0', 'per_1', 'per_2', 'per_3', 'per_4'];
const UNTIL = '2027-01-01T00:00:00.000Z';
const NOBODY: OperatorFacts = { roleOf: () => null, loweredAt: () => undefined };

/** Whom an address belongs to, and how the person came here: the first two are proven, the others come by what invites them. */
interface Person {
  readonly person: string;
  readonly address_hash: string;
  is_proven: boolean;
  invitation?: string;
}

const step = fc.oneof(
  fc.record({
    do: fc.constant('invite' as const),
    customer: fc.nat(1),
    by: fc.nat(4),
    to: fc.nat(4),
    role: fc.nat(4),
    mailed: fc.boolean(),
  }),
  fc.record({ do: fc.constant('accept' as const), customer: fc.nat(1), to: fc.nat(4) }),
  fc.record({ do: fc.constant('role' as const), customer: fc.nat(1), by: fc.nat(4), to: fc.nat(4), role: fc.nat(4) }),
  fc.record({ do: fc.constant('leave' as const), customer: fc.nat(1), by: fc.nat(4), to: fc.nat(4), role: fc.nat(4) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Two customers, of which each has one owner, and people who do whatever comes; a role is changed by owners, and everybody may leave. */
class World {
  readonly customers = new Map<string, Customer>();
  readonly people = new Map<string, Person>();
  #moment = 0;

  constructor() {
    CUSTOMERS.forEach((customer, index) => {
      const person = PEOPLE[index] ?? '';
      this.people.set(person, { person, address_hash: person, is_proven: true });
      const data = { customer, account: 'acc', currency: 'USD', time_zone: 'UTC', name: 'n', email: 'e' } as const;
      const registered = evolveCustomer(undefined, { type: 'CustomerRegistered', data }, placedAt(0));
      this.customers.set(
        customer,
        evolveCustomer(registered, { type: 'MemberAdded', data: { customer, person, role: 'owner' } }, placedAt(0)),
      );
    });
  }

  take(each: Step): void {
    this.#moment += 1;
    const id = CUSTOMERS[each.customer] ?? '';
    const customer = this.customers.get(id);
    const address = PEOPLE[each.to] ?? '';
    if (each.do === 'accept') return this.#accept(id, customer, address);
    const [by, role] = [PEOPLE[each.by] ?? '', CUSTOMER_ROLES[each.role % CUSTOMER_ROLES.length] as CustomerRole];
    if (each.do === 'invite') {
      const facts = { tokenHash: `t${this.#moment}`, addressHash: address, sealedEmail: 's', isMailed: each.mailed, expiresAt: UNTIL };
      const command = {
        type: 'InviteMember',
        at: this.#at,
        invitation: `inv_${this.#moment}`,
        role,
        by: { person: by, roleOf: 'customer' },
      } as const;
      this.#apply(id, decideInvitation({ ...command, ...facts }, customer, NOBODY).events ?? []);
      return;
    }
    if (by !== address && customer?.members?.[by] !== 'owner') return;
    const change = each.do === 'role' && by !== address ? ({ type: 'ChangeMemberRole', person: address, role } as const) : undefined;
    this.#apply(id, decideMember(change ?? { type: 'RemoveMember', person: address }, customer).events ?? []);
  }

  /** As whoever follows the link: a mailed one proves the address; a shown one makes a person where there is none. */
  #accept(id: string, customer: Customer | undefined, address: string): void {
    const invitation = Object.values(customer?.invitations ?? {}).find((each) => each.address_hash === address);
    if (!invitation) return;
    const known = this.people.get(address) ?? {
      person: address,
      address_hash: address,
      is_proven: false,
      invitation: invitation.invitation,
    };
    if (invitation.is_mailed) known.is_proven = true;
    const command = {
      type: 'AcceptInvitation',
      at: this.#at,
      invitation: invitation.invitation,
      tokenHash: invitation.token_hash,
    } as const;
    const { events } = decideInvitation({ ...command, person: known }, customer, NOBODY);
    this.people.set(address, known);
    if (!events) return;
    const inviter = customer?.members?.[invitation.by ?? ''];
    if (!inviter || !customerRoleCovers(inviter, invitation.role)) throw new Error(`${invitation.role} was granted by ${String(inviter)}`);
    this.#apply(id, events);
  }

  get #at(): string {
    return placedAt(this.#moment).at;
  }

  #apply(id: string, events: readonly Parameters<typeof evolveCustomer>[1][]): void {
    for (const event of events) this.customers.set(id, evolveCustomer(this.customers.get(id), event, placedAt(this.#moment)));
  }
}

describe('people of customers, whatever they do', () => {
  it('are granted no more than whoever invites them has; no customer loses its last owner; the unproven belong to one customer only', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const world = new World();
        for (const each of steps) {
          world.take(each);
          const members = [...world.customers.values()].map((customer) => customer.members ?? {});
          for (const of of members) expect(Object.values(of)).toContain('owner');
          for (const { person, is_proven: isProven } of world.people.values()) {
            if (!isProven) expect(members.filter((of) => of[person] !== undefined).length).toBeLessThanOrEqual(1);
          }
        }
      }),
      { numRuns: 400, seed: SEED },
    );
  });
});

describe('people of the installation, whatever they do', () => {
  const act = fc.record({ by: fc.nat(4), to: fc.nat(4), role: fc.nat(5), accepts: fc.boolean(), invites: fc.boolean() });
  const seed = { pepper: 'p', cookie_key: 'c', signing_key: 's', signing_public_key: 'k' };

  it('always have an owner among them, and grant no more than they have', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
        const baseline: Readonly<Record<string, InstallationRole>> = { per_0: 'owner', per_1: 'owner' };
        let state: Installation = evolveInstallation(undefined, { type: 'InstallationSeeded', data: seed }, placedAt(0));
        acts.forEach(({ by, to, role: wanted, accepts, invites }, index) => {
          const roleOf = (person: string) => {
            const own = state.operators?.[person];
            return own ? own.role : (baseline[person] ?? null);
          };
          const facts = {
            roleOf,
            loweredAt: (person: string) => state.operators?.[person]?.lowered_at,
            owners: PEOPLE.filter((person) => roleOf(person) === 'owner'),
          };
          const [inviter, person, at] = [PEOPLE[by] ?? '', PEOPLE[to] ?? '', placedAt(index + 1).at];
          const role = INSTALLATION_ROLES[wanted];
          const open = Object.values(state.invitations ?? {}).find((each) => each.address_hash === person);
          const accepting = {
            type: 'AcceptInvitation',
            at,
            invitation: open?.invitation ?? '',
            tokenHash: open?.token_hash ?? '',
          } as const;
          const inviting = { at, invitation: `inv_${index}`, by: { person: inviter, roleOf: 'installation' }, expiresAt: UNTIL } as const;
          const link = { tokenHash: `t${index}`, addressHash: person, sealedEmail: 's', isMailed: true };
          const command = accepts
            ? ({ ...accepting, person: { person, address_hash: person, is_proven: true } } as const)
            : invites && role
              ? ({ type: 'InviteOperator', ...inviting, ...link, role } as const)
              : ({ type: 'SetOperatorRole', person, role: role ?? null, by: inviter } as const);
          const granter = accepts ? open?.by : inviter;
          for (const event of decideOperators(command, state, facts).events ?? []) {
            const granted = 'role' in event.data ? event.data.role : null;
            const own = typeof granter === 'string' ? roleOf(granter) : null;
            if (granted !== null && roleOf(person) !== granted) expect(own !== null && installationRoleCovers(own, granted)).toBe(true);
            state = evolveInstallation(state, event, placedAt(index + 1));
          }
          expect(PEOPLE.some((each) => roleOf(each) === 'owner')).toBe(true);
        });
      }),
      { numRuns: 400, seed: SEED },
    );
  });
});
