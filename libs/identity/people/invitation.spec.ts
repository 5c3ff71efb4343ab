import type { Decision } from '#streams';
import type { CustomerEvent } from '../customer.events.js';
import { evolveCustomer, type Customer } from '../customer.state.js';
import { evolveInstallation, type Installation } from '../installation.decider.js';
import type { InstallationEvent } from '../installation.events.js';
import { placedAt, specification } from '../testing/given.js';
import {
  decideInvitation,
  decideOperators,
  type InvitationCommand,
  type InvitationRefusal,
  type OperatorCommand,
  type OperatorFacts,
} from './invitation.decider.js';
import type { InstallationRole } from './roles.js';

const CUSTOMER: CustomerEvent = {
  type: 'CustomerRegistered',
  data: { customer: 'cus_1', account: 'acc_1', currency: 'USD', time_zone: 'UTC', name: 'n', email: 'e' },
};
const member = (person: string, role: 'owner' | 'developer' | 'viewer'): CustomerEvent => ({
  type: 'MemberAdded',
  data: { customer: 'cus_1', person, role },
});
const UNTIL = '2026-11-08T00:00:00.000Z';
const facts = (roles: Readonly<Record<string, InstallationRole>> = {}, lowered: Readonly<Record<string, string>> = {}): OperatorFacts => ({
  roleOf: (person) => roles[person] ?? null,
  loweredAt: (person) => lowered[person],
});

type Inviting = { readonly by?: string | null; readonly roleOf?: 'customer' | 'installation'; readonly address?: string };
const invite = (role: 'owner' | 'developer' | 'viewer', { by = 'per_o', roleOf = 'customer', address = 'h1' }: Inviting = {}) =>
  ({
    type: 'InviteMember',
    at: placedAt(5).at,
    invitation: 'inv_1',
    role,
    by: { person: by, roleOf },
    tokenHash: 't1',
    addressHash: address,
    sealedEmail: 's',
    isMailed: true,
    expiresAt: UNTIL,
  }) as const satisfies InvitationCommand;
const accepted = (person = { person: 'per_n', address_hash: 'h1', is_proven: true }, at = placedAt(9).at, tokenHash = 't1') =>
  ({ type: 'AcceptInvitation', at, invitation: 'inv_1', tokenHash, person }) as const satisfies InvitationCommand;
const INVITED: CustomerEvent = {
  type: 'MemberInvited',
  data: {
    ...{ customer: 'cus_1', invitation: 'inv_1', token_hash: 't1', address_hash: 'h1', email: 's', by: 'per_o', is_mailed: true },
    ...{ expires_at: UNTIL, role: 'developer', by_role_of: 'customer' },
  },
};
const ACCEPTED: CustomerEvent = {
  type: 'InvitationAccepted',
  data: { customer: 'cus_1', invitation: 'inv_1', person: 'per_n', role: 'developer' },
};

const given = specification(
  (command: InvitationCommand, customer: Customer | undefined): Decision<CustomerEvent, InvitationRefusal> =>
    decideInvitation(command, customer, facts({ per_op: 'operator' })),
  evolveCustomer,
);
const OWNED = [CUSTOMER, member('per_o', 'owner')];

describe('inviting to a customer', () => {
  it('is for owners', () => {
    given(...OWNED)
      .when(invite('developer'))
      .then(INVITED);
    given(...OWNED, member('per_d', 'developer'))
      .when(invite('viewer', { by: 'per_d' }))
      .thenRefused('BEYOND_OWN_ROLE', 'role');
    given(...OWNED)
      .when(invite('viewer', { by: 'per_x' }))
      .thenRefused('BEYOND_OWN_ROLE');
  });

  it('is for those who run the installation, and may write customers', () => {
    expect(given(CUSTOMER).when(invite('owner', { by: 'per_op', roleOf: 'installation' }))).toBeDefined();
    given(CUSTOMER)
      .when(invite('owner', { by: 'per_x', roleOf: 'installation' }))
      .thenRefused('BEYOND_OWN_ROLE');
  });

  it('is not done twice for one address, nor for who is a member', () => {
    given(...OWNED, INVITED)
      .when(invite('developer'))
      .thenRefused('INVITED_ALREADY', 'email');
    given(...OWNED)
      .when({ ...invite('viewer'), holder: 'per_o' })
      .thenRefused('MEMBER_ALREADY', 'email');
    const later = { ...invite('developer'), at: UNTIL, expiresAt: '2026-11-20T00:00:00.000Z' };
    given(...OWNED, INVITED)
      .when(later)
      .then({ type: 'MemberInvited', data: { ...INVITED.data, expires_at: later.expiresAt } });
  });

  it('has a bound', () => {
    const many = Array.from({ length: 100 }, (_each, index): CustomerEvent => {
      const data = { ...INVITED.data, invitation: `inv_${100 + index}`, address_hash: `a${index}` };
      return { type: 'MemberInvited', data };
    });
    given(...OWNED, ...many)
      .when(invite('viewer'))
      .thenRefused('TOO_MANY_INVITATIONS');
  });
});

describe('accepting an invitation', () => {
  it('makes a member of whoever has its address, once', () => {
    given(...OWNED, INVITED)
      .when(accepted())
      .then(ACCEPTED);
    given(...OWNED, INVITED, ACCEPTED)
      .when(accepted())
      .thenRefused('INVITATION_OVER');
  });

  it.each([
    ['another token', accepted(undefined, undefined, 't2')],
    ['another address', accepted({ person: 'per_n', address_hash: 'h2', is_proven: true })],
    ['the end of its time', accepted(undefined, UNTIL)],
  ])('needs what it is bound to: not with %s', (_what, command) =>
    given(...OWNED, INVITED)
      .when(command)
      .thenRefused('INVITATION_OVER'),
  );

  it('is over with a withdrawal, and with the inviter’s right, for good', () => {
    const data = { customer: 'cus_1', person: 'per_o' };
    const [second, removed] = [member('per_p', 'owner'), { type: 'MemberRemoved', data } as const];
    const demoted = { type: 'MemberRoleChanged', data: { ...data, role: 'viewer' } } as const;
    for (const end of [removed, demoted]) {
      given(...OWNED, second, INVITED, end)
        .when(accepted())
        .thenRefused('INVITATION_OVER');
      given(...OWNED, second, INVITED, end, member('per_o', 'owner'))
        .when(accepted())
        .thenRefused('INVITATION_OVER');
    }
    const withdrawn = { type: 'InvitationWithdrawn', data: { customer: 'cus_1', invitation: 'inv_1' } } as const;
    given(...OWNED, INVITED, withdrawn)
      .when(accepted())
      .thenRefused('INVITATION_OVER');
  });

  it('by an operator is over once he has lost a right of the installation, whatever he is given again', () => {
    const data = { ...INVITED.data, by: 'per_op', by_role_of: 'installation', role: 'owner' } as const;
    const customer = [CUSTOMER, { type: 'MemberInvited', data } as CustomerEvent].reduce<Customer | undefined>(
      (state, event, index) => evolveCustomer(state, event, placedAt(index)),
      undefined,
    );
    const decided = (of: OperatorFacts) => decideInvitation(accepted(), customer, of).refusal?.code;
    expect(decided(facts({ per_op: 'operator' }))).toBeUndefined();
    expect(decided(facts({ per_op: 'support' }))).toBe('INVITATION_OVER');
    expect(decided(facts({ per_op: 'owner' }, { per_op: placedAt(60).at }))).toBe('INVITATION_OVER');
  });

  it('is not for an address that nobody has proven, but by whom it has made', () => {
    const unproven = { person: 'per_n', address_hash: 'h1', is_proven: false };
    given(...OWNED, INVITED)
      .when(accepted(unproven))
      .thenRefused('ADDRESS_UNPROVEN');
    given(...OWNED, INVITED)
      .when({ ...accepted(), person: { ...unproven, invitation: 'inv_1' } })
      .then(ACCEPTED);
    given(...OWNED, INVITED)
      .when({ ...accepted(), person: { ...unproven, invitation: 'inv_0' } })
      .thenRefused('ADDRESS_UNPROVEN');
  });

  it('leaves whoever is a member already what he is', () =>
    given(...OWNED, member('per_n', 'viewer'), INVITED)
      .when(accepted())
      .then({ type: 'InvitationAccepted', data: { ...ACCEPTED.data, role: 'viewer' } }));
});

describe('withdrawing an invitation', () => {
  it('is done once', () => {
    const withdraw = { type: 'WithdrawInvitation', invitation: 'inv_1' } as const;
    given(...OWNED, INVITED)
      .when(withdraw)
      .then({ type: 'InvitationWithdrawn', data: { customer: 'cus_1', invitation: 'inv_1' } });
    given(...OWNED)
      .when(withdraw)
      .thenRefused('INVITATION_UNKNOWN');
  });
});

describe('those who run the installation', () => {
  const SEEDED: InstallationEvent = {
    type: 'InstallationSeeded',
    data: { pepper: 'p', cookie_key: 'c', signing_key: 's', signing_public_key: 'k' },
  };
  const roles = { per_a: 'owner', per_b: 'owner', per_f: 'finance' } as const satisfies Record<string, InstallationRole>;
  const over = (known: Readonly<Record<string, InstallationRole>>) =>
    specification((command: OperatorCommand, installation: Installation | undefined): Decision<InstallationEvent, InvitationRefusal> => {
      const owners = Object.keys(known).filter((person) => known[person] === 'owner');
      return decideOperators(command, installation, { ...facts(known), owners });
    }, evolveInstallation);
  const set = (person: string, role: InstallationRole | null, by: string | null = 'per_a') =>
    ({ type: 'SetOperatorRole', person, role, by }) as const satisfies OperatorCommand;

  it('are given a role by an owner, and by the command line', () => {
    const wanted = { type: 'OperatorRoleSet', data: { person: 'per_f', role: 'auditor' } } as const;
    for (const by of ['per_a', null])
      over(roles)(SEEDED)
        .when(set('per_f', 'auditor', by))
        .then(wanted);
    over(roles)(SEEDED).when(set('per_f', 'finance')).thenNothing();
    over(roles)(SEEDED)
      .when(set('per_a', 'support', 'per_f'))
      .thenRefused('BEYOND_OWN_ROLE');
  });

  it('always have an owner among them, whoever asks', () => {
    const one = { per_a: 'owner' } as const;
    for (const by of ['per_a', null])
      over(one)(SEEDED)
        .when(set('per_a', null, by))
        .thenRefused('LAST_OWNER');
    over(roles)(SEEDED)
      .when(set('per_a', null))
      .then({ type: 'OperatorRoleSet', data: { person: 'per_a', role: null } });
  });

  it('invite, and are invited, up to their own role', () => {
    const command = {
      ...invite('viewer'),
      type: 'InviteOperator',
      role: 'auditor',
      by: { person: 'per_a', roleOf: 'installation' },
    } as const;
    const event = {
      type: 'OperatorInvited',
      data: {
        ...{ invitation: 'inv_1', token_hash: 't1', address_hash: 'h1', email: 's', by: 'per_a', is_mailed: true },
        ...{ expires_at: UNTIL, role: 'auditor' },
      },
    } as const satisfies InstallationEvent;
    over(roles)(SEEDED).when(command).then(event);
    over(roles)(SEEDED)
      .when({ ...command, by: { person: 'per_f', roleOf: 'installation' } })
      .thenRefused('BEYOND_OWN_ROLE');
    const joined = { type: 'OperatorInvitationAccepted', data: { invitation: 'inv_1', person: 'per_n', role: 'auditor' } } as const;
    over(roles)(SEEDED, event).when(accepted()).then(joined);
    over(roles)(SEEDED, event, joined).when(accepted()).thenRefused('INVITATION_OVER');
    over({ per_b: 'owner' })(SEEDED, event).when(accepted()).thenRefused('INVITATION_OVER');
  });
});
