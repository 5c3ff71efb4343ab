import { decideCustomer, evolveCustomer } from './index.js';
import { type CustomerCommand } from './customer.decider.js';
import { type CustomerEvent } from './customer.events.js';
import { specification } from './testing/given.js';

const given = specification(decideCustomer, evolveCustomer);
const register = (changes: Partial<CustomerCommand & { type: 'RegisterCustomer' }> = {}): CustomerCommand => ({
  type: 'RegisterCustomer',
  customer: 'cus_1',
  account: 'acc_1',
  currency: 'USD',
  timeZone: 'UTC',
  sealed: { name: 'v1.cus_1.n.n', email: 'v1.cus_1.e.e' },
  ...changes,
});
const registered: CustomerEvent = {
  type: 'CustomerRegistered',
  data: { customer: 'cus_1', account: 'acc_1', currency: 'USD', time_zone: 'UTC', name: 'v1.cus_1.n.n', email: 'v1.cus_1.e.e' },
};
const suspended: CustomerEvent = { type: 'CustomerSuspended', data: { customer: 'cus_1', reason: 'unpaid' } };
const reinstated: CustomerEvent = { type: 'CustomerReinstated', data: { customer: 'cus_1' } };

describe('registering a customer', () => {
  it('records the account, the currency, the time zone and ciphertexts', () => given().when(register()).then(registered));
  it('takes any zone of the IANA database', () =>
    given()
      .when(register({ timeZone: 'Asia/Kathmandu' }))
      .then({ ...registered, data: { ...registered.data, time_zone: 'Asia/Kathmandu' } }));
  it.each(['XXX', 'usd', '', 'constructor'])('refuses %j, which is no currency', (currency) =>
    given().when(register({ currency })).thenRefused('CURRENCY_UNKNOWN', 'currency'),
  );
  it.each(['Mars/Olympus', '+02:00', ''])('refuses %j, which is no time zone', (timeZone) =>
    given().when(register({ timeZone })).thenRefused('TIME_ZONE_UNKNOWN', 'time_zone'),
  );
  it('refuses an id that is taken', () => given(registered).when(register()).thenRefused('CUSTOMER_EXISTS'));
});

describe('suspending a customer', () => {
  it('records why', () => given(registered).when({ type: 'SuspendCustomer', reason: 'unpaid' }).then(suspended));
  it('does nothing the second time', () => given(registered, suspended).when({ type: 'SuspendCustomer' }).thenNothing());
  it('refuses a customer that is not there', () => given().when({ type: 'SuspendCustomer' }).thenRefused('CUSTOMER_UNKNOWN'));
});

describe('reinstating a customer', () => {
  it('ends a suspension, and nothing of it stays in the state', () => {
    given(registered, suspended).when({ type: 'ReinstateCustomer' }).then(reinstated);
    expect(given(registered, suspended, reinstated).state).toEqual(given(registered).state);
  });
  it('does nothing for a customer that is active', () => given(registered).when({ type: 'ReinstateCustomer' }).thenNothing());
  it('refuses a customer that is not there', () => given().when({ type: 'ReinstateCustomer' }).thenRefused('CUSTOMER_UNKNOWN'));
});

describe('erasing a customer', () => {
  const erase: CustomerCommand = { type: 'EraseCustomer', reason: 'asked for' };
  const erased: CustomerEvent = { type: 'CustomerErased', data: { customer: 'cus_1', reason: 'asked for' } };
  it('is for good, and leaves nothing that could be told of them', () => {
    given(registered, suspended).when(erase).then(erased);
    const { state } = given(
      registered,
      suspended,
      { type: 'MemberAdded', data: { customer: 'cus_1', person: 'per_1', role: 'owner' } },
      erased,
    );
    expect(state).toMatchObject({ status: 'erased', erased_at: expect.any(String) as string });
    expect(Object.keys(state ?? {})).not.toEqual(expect.arrayContaining(['members', 'suspension_reason']));
  });
  it('does nothing the second time', () => given(registered, erased).when(erase).thenNothing());
  it('refuses a customer that is not there', () => given().when(erase).thenRefused('CUSTOMER_UNKNOWN'));
  it.each(['SuspendCustomer', 'ReinstateCustomer'] as const)('leaves nothing to %s', (type) =>
    given(registered, erased).when({ type }).thenRefused('CUSTOMER_ERASED'),
  );
});
