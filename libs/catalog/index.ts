export { decideAlias, evolveAlias, type Alias, type AliasRefusal, type PointAlias } from './alias.decider.js';
export { type AliasEvent, type AliasTarget } from './alias.events.js';
export { CATALOG_VERSIONS, readCatalogEvent, type CatalogEvent } from './catalog.codec.js';
export { decideModel, type ConfigureModel, type ModelRefusal, type TargetDocument } from './model.decider.js';
export { type ModelEvent, type ModelLimits, type ModelTarget, type PriceSource } from './model.events.js';
export { evolveModel, type Model } from './model.state.js';
export {
  aliasStream,
  isModelId,
  isProviderId,
  modelStream,
  priceImportStream,
  priceVersion,
  providerStream,
  type CatalogNames,
} from './names.js';
export { nearestName } from './nearest-name.js';
export {
  priceDocument,
  type ComponentPrices,
  type PriceDocument,
  type PriceTier,
  type RecordedPrice,
  type ServiceTierPrices,
} from './price.document.js';
export { recordPriceDocument, type PriceRefusal } from './price.recording.js';
export {
  pricedModel,
  type ListedModel,
  type ModelChoice,
  type PricedModel,
  type PricedTarget,
  type ResolvedModel,
} from './priced-model.js';
export { decideImportedRow, type ImportedRowRefusal, type RowImport } from './price-import.rows.js';
export { MAX_IMPORT_ROWS, decidePriceImport, type PriceImportCommand, type PriceImportRefusal } from './price-import.decider.js';
export {
  APPLICATIONS,
  PRICE_LISTS,
  type ImportedTarget,
  type PriceApplication,
  type PriceImportEvent,
  type PriceImportRow,
  type PriceListName,
  type PriceListSource,
  type RowRefusal,
} from './price-import.events.js';
export { evolvePriceImport, type DraftedRow, type PriceImport, type RowStatus } from './price-import.state.js';
export { decideProvider, evolveProvider, type ConfigureProvider, type Provider, type ProviderRefusal } from './provider.decider.js';
export { PROTOCOLS, SANDBOX_URL, type Protocol, type ProviderEvent } from './provider.events.js';
export { openCredential, sealCredential } from './provider.secrets.js';
export { inOrderOfTrial } from './targets.js';
