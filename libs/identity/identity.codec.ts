import type { RecordedEvent } from '#event-store';
import { readEvent } from '#streams';
import type { AdminEvent } from './admin.events.js';
import type { KeyEvent } from './api-key.events.js';
import type { CustomerEvent } from './customer.events.js';
import type { InstallationEvent } from './installation.events.js';
import type { AddressEvent } from './people/address.events.js';
import type { PersonEvent } from './people/person.events.js';

export type IdentityEvent = CustomerEvent | KeyEvent | AdminEvent | InstallationEvent | PersonEvent | AddressEvent;

/** Version of the shape that is written today, by type. An older version that was ever written is upcast in `readIdentityEvent`. */
export const IDENTITY_VERSIONS: Readonly<Record<IdentityEvent['type'], number>> = {
  CustomerRegistered: 1,
  CustomerSuspended: 1,
  CustomerReinstated: 1,
  CustomerErased: 1,
  MemberAdded: 1,
  MemberRoleChanged: 1,
  MemberRemoved: 1,
  MemberInvited: 1,
  InvitationWithdrawn: 1,
  InvitationAccepted: 1,
  KeyIssued: 1,
  KeyRotated: 1,
  KeyRevoked: 1,
  KeyLimitsChanged: 1,
  AdminRegistered: 1,
  AdminPasswordChanged: 1,
  AdminSessionEnded: 1,
  AdminSessionsEnded: 1,
  InstallationSeeded: 1,
  OperatorInvited: 1,
  OperatorInvitationWithdrawn: 1,
  OperatorInvitationAccepted: 1,
  OperatorRoleSet: 1,
  PersonRegistered: 1,
  AddressProven: 1,
  AddressChangeAsked: 1,
  AddressChanged: 1,
  PasswordResetAsked: 1,
  PasswordSet: 1,
  TotpBegun: 1,
  TotpConfirmed: 1,
  TotpRemoved: 1,
  RecoveryCodesMade: 1,
  PasskeyAdded: 1,
  PasskeyRemoved: 1,
  SessionOpened: 1,
  SessionSteppedUp: 1,
  SessionEnded: 1,
  SessionsEnded: 1,
  SignInsRefused: 1,
  InstallationRoleSet: 1,
  PreferencesSet: 1,
  PersonErased: 1,
  AddressTaken: 1,
  AddressFreed: 1,
};

/** An event of the store as today's shape; throws `UnknownEventError` for what this program cannot read. */
export function readIdentityEvent<Event extends IdentityEvent>(event: RecordedEvent): Event {
  return readEvent(IDENTITY_VERSIONS, event);
}
