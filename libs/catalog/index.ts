export { decideAlias, decideAliasRemoval, evolveAlias, type Alias, type AliasRefusal, type PointAlias } from './alias.decider.js';
export { CATALOG_VERSIONS, readCatalogEvent, type CatalogEvent } from './catalog.codec.js';
export { decideModel, decideModelRemoval, type ModelRefusal, type TargetDocument } from './model.decider.js';
export { type ModelLimits, type ModelTarget } from './model.events.js';
export { evolveModel, type Model } from './model.state.js';
export { decideName, evolveName, type ClaimedName, type NameRefusal } from './name.decider.js';
export { standing, type CatalogNames, type NameHolder, type RemovalOf } from './names.js';
export { nearestName } from './nearest-name.js';
export {
  priceDocument,
  type ComponentPrices,
  type PriceDocument,
  type PriceTier,
  type RecordedPrice,
  type ServiceTierPrices,
} from './price.document.js';
export { recordPriceDocument } from './price.recording.js';
export {
  pricedModel,
  type ListedModel,
  type ModelChoice,
  type PricedModel,
  type PricedTarget,
  type ResolvedModel,
} from './priced-model.js';
export {
  LIMIT_FIELDS,
  REASONING_FIELDS,
  REASONING_FORMS,
  SYSTEM_ROLES,
  TOOL_CHOICES,
  outputBoundPercent,
  type Traits,
} from './traits/traits.js';
export { decideImportedRow, type ImportedRowRefusal, type RowImport } from './price-import.rows.js';
export { MAX_IMPORT_ROWS, decidePriceImport, type PriceImportCommand, type PriceImportRefusal } from './price-import.decider.js';
export {
  APPLICATIONS,
  PRICE_LISTS,
  type ImportedTarget,
  type PriceApplication,
  type PriceImportRow,
  type PriceListName,
  type PriceListSource,
  type RowRefusal,
} from './price-import.events.js';
export { evolvePriceImport, type DraftedRow, type PriceImport } from './price-import.state.js';
export { decideProvider, evolveProvider, type Provider, type ProviderRefusal } from './provider.decider.js';
export { SANDBOX_URL, type Protocol } from './provider.events.js';
export { openCredential, sealCredential } from './provider.secrets.js';
export { inOrderOfTrial } from './targets.js';
