import type { CatalogEvent } from '#catalog';
import type { ClaimEventData } from '#claims';
import type { IdentityEvent } from '#identity';
import type { AccountEvent } from '#ledger';

/** Every type of event that there is. */
export type EventType = CatalogEvent['type'] | IdentityEvent['type'] | AccountEvent['type'] | keyof ClaimEventData;
