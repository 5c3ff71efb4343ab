import { readFileSync } from 'node:fs';
import type { JsonObject, RecordedEvent } from '#event-store';
import {
  IDENTITY_VERSIONS,
  evolveAddress,
  evolveCustomer,
  evolveInstallation,
  evolveKey,
  evolvePerson,
  readIdentityEvent,
  type IdentityEvent,
} from './index.js';
import { type CustomerEvent } from './customer.events.js';
import { type InstallationEvent } from './installation.events.js';
import { type KeyEvent } from './api-key.events.js';
import { type AddressEvent } from './people/address.events.js';
import { type RecordedPersonEvent } from './people/person.events.js';

type Golden = Readonly<Record<string, { readonly data: JsonObject; readonly state: object }>>;
const golden = JSON.parse(readFileSync(new URL('./golden/v1.json', import.meta.url), 'utf8')) as Golden;
const placed = { revision: 0n, at: '2026-11-01T00:00:00.000Z' };

const recorded = (type: string, version = 1): RecordedEvent => ({
  position: 1n,
  stream: 'stream',
  revision: 0n,
  id: 'e1',
  type,
  data: golden[type]?.data ?? {},
  metadata: { actor: 'system', cause: 'test', effective: placed.at, recorded: placed.at, hash: 'h', prev: null, version },
});

/** The state behind one event, which stands right behind the first of its stream. */
function evolved(type: IdentityEvent['type']): unknown {
  if (/^(Customer|Member|Invitation)/.test(type)) {
    const registered = evolveCustomer(undefined, readIdentityEvent<CustomerEvent>(recorded('CustomerRegistered')), placed);
    return type === 'CustomerRegistered'
      ? registered
      : behind(type).reduce(
          (customer, each) => evolveCustomer(customer, readIdentityEvent<CustomerEvent>(recorded(each)), placed),
          registered,
        );
  }
  if (type.startsWith('Key')) {
    const issued = evolveKey(undefined, readIdentityEvent<KeyEvent>(recorded('KeyIssued')), placed);
    return type === 'KeyIssued' ? issued : evolveKey(issued, readIdentityEvent<KeyEvent>(recorded(type)), placed);
  }
  if (type === 'AddressTaken' || type === 'AddressFreed') {
    const taken = evolveAddress(undefined, readIdentityEvent<AddressEvent>(recorded('AddressTaken')), placed);
    return type === 'AddressTaken' ? taken : evolveAddress(taken, readIdentityEvent<AddressEvent>(recorded(type)), placed);
  }
  if (type !== 'InstallationSeeded' && !type.startsWith('Operator')) return evolvedPerson(type);
  const seeded = evolveInstallation(undefined, readIdentityEvent<InstallationEvent>(recorded('InstallationSeeded')), placed);
  return behind(type === 'InstallationSeeded' ? undefined : type).reduce(
    (installation, each) => evolveInstallation(installation, readIdentityEvent<InstallationEvent>(recorded(each)), placed),
    seeded,
  );
}

/** The event, and what has to stand before it. */
const behind = (type: string | undefined): readonly string[] => (type === undefined ? [] : [...(BEFORE[type] ?? []), type]);

/** Behind what has to stand before it: who it is, a session, a secret, an address that was asked for. */
function evolvedPerson(type: IdentityEvent['type']): unknown {
  const first = type.startsWith('Admin') ? 'AdminRegistered' : 'PersonRegistered';
  const before = [first, ...(first === type ? [] : (BEFORE[type] ?? [])), ...(first === type ? [] : [type])];
  return before.reduce<ReturnType<typeof evolvePerson> | undefined>(
    (person, each) => evolvePerson(person, readIdentityEvent<RecordedPersonEvent>(recorded(each)), placed),
    undefined,
  );
}

const BEFORE: Readonly<Record<string, readonly string[]>> = {
  InvitationWithdrawn: ['MemberInvited'],
  InvitationAccepted: ['MemberInvited'],
  OperatorInvitationWithdrawn: ['OperatorInvited'],
  OperatorInvitationAccepted: ['OperatorInvited'],
  TotpConfirmed: ['TotpBegun'],
  TotpRemoved: ['TotpBegun', 'TotpConfirmed'],
  PasskeyRemoved: ['PasskeyAdded'],
  SessionOpened: ['TotpBegun', 'TotpConfirmed', 'RecoveryCodesMade', 'PasskeyAdded'],
  SessionSteppedUp: ['SessionOpened'],
  SessionEnded: ['SessionOpened'],
  SessionsEnded: ['SessionOpened'],
  AddressChanged: ['AddressChangeAsked'],
  PasswordSet: ['PasswordResetAsked'],
};

describe('every identity event that was ever written', () => {
  it('has a golden file', () => expect(Object.keys(golden).sort()).toEqual(Object.keys(IDENTITY_VERSIONS).sort()));

  it.each(Object.keys(golden))('%s of version 1 means what it meant', (type) =>
    expect(evolved(type as IdentityEvent['type'])).toMatchObject(golden[type]?.state ?? {}),
  );

  it.each(Object.keys(golden))('%s of a version to come is refused', (type) =>
    expect(() => readIdentityEvent(recorded(type, 2))).toThrow(`${type} version 2`),
  );
});
