import { decideMember, evolveCustomer, type Customer } from '../index.js';
import type { CustomerEvent } from '../customer.events.js';
import { placedAt, specification } from '../testing/given.js';
import { decideAddressClaim, evolveAddress, type Address, type AddressCommand } from './address.state.js';
import type { AddressEvent } from './address.events.js';
import type { MemberCommand } from './member.decider.js';
import {
  CUSTOMER_ROLES,
  CUSTOMER_TABLE,
  INSTALLATION_ROLES,
  INSTALLATION_TABLE,
  customerRoleCovers,
  installationRoleCovers,
  type CustomerRole,
} from './roles.js';

const spec = specification<MemberCommand, CustomerEvent, Customer, string>(decideMember, evolveCustomer);
const registered: CustomerEvent = {
  type: 'CustomerRegistered',
  data: { customer: 'cus_1', account: 'acc_1', currency: 'USD', time_zone: 'UTC', name: 'n', email: 'e' },
};
const member = (type: 'MemberAdded' | 'MemberRoleChanged', person: string, role: CustomerRole): CustomerEvent => ({
  type,
  data: { customer: 'cus_1', person, role },
});
const removed = (person: string): CustomerEvent => ({ type: 'MemberRemoved', data: { customer: 'cus_1', person } });
const owner = member('MemberAdded', 'per_1', 'owner');

describe('the people of a customer', () => {
  it('are added once, change roles and leave', () => {
    spec(registered).when({ type: 'AddMember', person: 'per_1', role: 'owner' }).then(owner);
    spec(registered, owner).when({ type: 'AddMember', person: 'per_1', role: 'viewer' }).thenNothing();
    const two = spec(registered, owner, member('MemberAdded', 'per_2', 'viewer'));
    two.when({ type: 'ChangeMemberRole', person: 'per_2', role: 'finance' }).then(member('MemberRoleChanged', 'per_2', 'finance'));
    two.when({ type: 'ChangeMemberRole', person: 'per_2', role: 'viewer' }).thenNothing();
    two.when({ type: 'RemoveMember', person: 'per_2' }).then(removed('per_2'));
    two.when({ type: 'RemoveMember', person: 'per_3' }).thenRefused('MEMBER_UNKNOWN');
    expect(spec(registered, owner, member('MemberAdded', 'per_2', 'viewer'), removed('per_2')).state?.members).toEqual({ per_1: 'owner' });
    spec().when({ type: 'AddMember', person: 'per_1', role: 'owner' }).thenRefused('CUSTOMER_UNKNOWN');
  });

  it('always have an owner among them, unless the last one is erased', () => {
    const given = spec(registered, owner, member('MemberAdded', 'per_2', 'developer'));
    given.when({ type: 'RemoveMember', person: 'per_1' }).thenRefused('LAST_OWNER');
    given.when({ type: 'ChangeMemberRole', person: 'per_1', role: 'viewer' }).thenRefused('LAST_OWNER');
    given.when({ type: 'RemoveMember', person: 'per_1', isErasing: true }).then(removed('per_1'));
    spec(registered, owner, member('MemberAdded', 'per_2', 'owner'))
      .when({ type: 'RemoveMember', person: 'per_1' })
      .then(removed('per_1'));
  });
});

describe('an address', () => {
  const claim = specification<AddressCommand, AddressEvent, Address, string>(decideAddressClaim, evolveAddress);
  const take = (person: string, second = 1, isIdle = false): AddressCommand => ({
    ...{ type: 'TakeAddress', addressHash: 'h', person, at: placedAt(second).at, isIdle },
  });
  const taken = (person: string): AddressEvent => ({ type: 'AddressTaken', data: { address_hash: 'h', person } });
  const freed: AddressEvent = { type: 'AddressFreed', data: { address_hash: 'h', person: 'per_1' } };

  it('is one person’s, until it is freed', () => {
    claim().when(take('per_1')).then(taken('per_1'));
    claim(taken('per_1')).when(take('per_1')).thenNothing();
    claim(taken('per_1')).when(take('per_2')).thenRefused('ADDRESS_TAKEN', 'email');
    claim(taken('per_1')).when({ type: 'FreeAddress', person: 'per_1' }).then(freed);
    claim(taken('per_1')).when({ type: 'FreeAddress', person: 'per_2' }).thenNothing();
    claim(taken('per_1'), freed).when(take('per_2')).then(taken('per_2'));
  });

  it('that nobody makes use of is taken over after a minute', () => {
    claim(taken('per_1'))
      .when(take('per_2', 59, true))
      .thenRefused('ADDRESS_TAKEN');
    claim(taken('per_1'))
      .when(take('per_2', 60, true))
      .then(taken('per_2'));
    claim(taken('per_1')).when(take('per_2', 3_600)).thenRefused('ADDRESS_TAKEN');
  });
});

describe('roles', () => {
  it('of an owner cover every other, and nobody else’s cover the owner’s', () => {
    for (const role of CUSTOMER_ROLES)
      expect([customerRoleCovers('owner', role), customerRoleCovers(role, 'owner')]).toEqual([true, role === 'owner']);
    for (const role of INSTALLATION_ROLES)
      expect([installationRoleCovers('owner', role), installationRoleCovers(role, 'owner')]).toEqual([true, role === 'owner']);
  });

  it('of viewers, support and auditors change nothing', () => {
    const permissions = [...CUSTOMER_TABLE.viewer, ...INSTALLATION_TABLE.support, ...INSTALLATION_TABLE.auditor];
    expect(permissions.filter((permission) => !permission.endsWith('.read'))).toEqual([]);
  });

  it('of an auditor read everything', () => {
    const reading = INSTALLATION_TABLE.owner.filter((permission) => permission.endsWith('.read'));
    expect(INSTALLATION_TABLE.auditor).toEqual(reading);
  });
});
