import type { RecordedEvent } from '#event-store';
import { readEvent } from '#streams';
import type { AliasEvent } from './alias.events.js';
import type { ModelEvent } from './model.events.js';
import type { NameEvent } from './names.js';
import type { PriceImportEvent } from './price-import.events.js';
import type { ProviderEvent } from './provider.events.js';

export type CatalogEvent = ProviderEvent | ModelEvent | AliasEvent | NameEvent | PriceImportEvent;

/** Version of the shape that is written today, by type. An older version that was ever written is upcast in `readCatalogEvent`. */
export const CATALOG_VERSIONS: Readonly<Record<CatalogEvent['type'], number>> = {
  ProviderConfigured: 1,
  ModelConfigured: 1,
  ModelPriced: 1,
  ModelRemoved: 1,
  AliasPointed: 1,
  AliasRemoved: 1,
  NameClaimed: 1,
  NameReleased: 1,
  PriceImportDrafted: 1,
  PriceImportConfirmed: 1,
  PriceImportRowApplied: 1,
  PriceImportRowRefused: 1,
  PriceImportDiscarded: 1,
};

/** An event of the store as today's shape; throws `UnknownEventError` for what this program cannot read. */
export function readCatalogEvent<Event extends CatalogEvent>(event: RecordedEvent): Event {
  return readEvent(CATALOG_VERSIONS, event);
}
