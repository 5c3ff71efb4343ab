import type { RecordedEvent } from '#event-store';
import { readEvent } from '#streams';
import type { AdminEvent } from './admin.events.js';
import type { KeyEvent } from './api-key.events.js';
import type { CustomerEvent } from './customer.events.js';
import type { InstallationEvent } from './installation.events.js';

export type IdentityEvent = CustomerEvent | KeyEvent | AdminEvent | InstallationEvent;

/** Version of the shape that is written today, by type. An older version that was ever written is upcast in `readIdentityEvent`. */
export const IDENTITY_VERSIONS: Readonly<Record<IdentityEvent['type'], number>> = {
  CustomerRegistered: 1,
  CustomerSuspended: 1,
  CustomerReinstated: 1,
  KeyIssued: 1,
  KeyRotated: 1,
  KeyRevoked: 1,
  KeyLimitsChanged: 1,
  AdminRegistered: 1,
  AdminPasswordChanged: 1,
  AdminSessionEnded: 1,
  AdminSessionsEnded: 1,
  InstallationSeeded: 1,
};

/** An event of the store as today's shape; throws `UnknownEventError` for what this program cannot read. */
export function readIdentityEvent<Event extends IdentityEvent>(event: RecordedEvent): Event {
  return readEvent(IDENTITY_VERSIONS, event);
}
