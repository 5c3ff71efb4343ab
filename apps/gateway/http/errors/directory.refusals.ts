import type { AliasRefusal, EntityAccepted, ModelRefusal, PriceImportRefusal, ProviderRefusal } from '#catalog';
import type { AdminRefusal, CustomerRefusal, KeyRefusal, Refusal } from '#identity';
import type { ProviderMapRefusal } from '#price-lists';
import type { ErrorCode } from './error-catalogue.js';
import { HttpRefusal } from './refusal.js';

type DirectoryRefusal =
  AdminRefusal | AliasRefusal | CustomerRefusal | KeyRefusal | ModelRefusal | PriceImportRefusal | ProviderMapRefusal | ProviderRefusal;

/** What each refusal of identity and catalog is over HTTP. The refusal's own message and field are passed on. */
const REFUSALS: Readonly<Record<DirectoryRefusal, ErrorCode>> = {
  ADMIN_EXISTS: 'CONFLICT',
  ALIAS_INVALID: 'INVALID_REQUEST',
  BASE_URL_INVALID: 'INVALID_REQUEST',
  CURRENCY_UNKNOWN: 'INVALID_REQUEST',
  CUSTOMER_EXISTS: 'CONFLICT',
  CUSTOMER_UNKNOWN: 'NOT_FOUND',
  DEFAULT_ABOVE_MAXIMUM: 'INVALID_REQUEST',
  EXPIRY_IN_THE_PAST: 'INVALID_REQUEST',
  KEY_EXISTS: 'CONFLICT',
  KEY_EXPIRED: 'CONFLICT',
  KEY_REVOKED: 'CONFLICT',
  KEY_UNKNOWN: 'NOT_FOUND',
  LIST_PROVIDER_UNKNOWN: 'INVALID_REQUEST',
  MODEL_ID_INVALID: 'INVALID_REQUEST',
  MODEL_UNKNOWN: 'INVALID_REQUEST',
  NAME_TAKEN: 'CONFLICT',
  OVERLAP_INVALID: 'INVALID_REQUEST',
  PRICE_IMPORT_CONFIRMED: 'CONFLICT',
  PRICE_IMPORT_DISCARDED: 'CONFLICT',
  PRICE_IMPORT_EMPTY: 'INVALID_REQUEST',
  PRICE_IMPORT_EXISTS: 'CONFLICT',
  PRICE_IMPORT_ROW_REFUSED: 'INVALID_REQUEST',
  PRICE_IMPORT_ROW_UNKNOWN: 'INVALID_REQUEST',
  PRICE_IMPORT_TOO_LARGE: 'INVALID_REQUEST',
  PRICE_IMPORT_UNKNOWN: 'NOT_FOUND',
  PRICE_INVALID: 'INVALID_REQUEST',
  PRIORITY_INVALID: 'INVALID_REQUEST',
  PROTOCOL_UNKNOWN: 'INVALID_REQUEST',
  PROVIDER_ID_INVALID: 'INVALID_REQUEST',
  PROVIDER_UNKNOWN: 'INVALID_REQUEST',
  SCOPES_EMPTY: 'INVALID_REQUEST',
  SCOPE_UNKNOWN: 'INVALID_REQUEST',
  TARGETS_INVALID: 'INVALID_REQUEST',
  TARGET_REPEATED: 'INVALID_REQUEST',
  TIME_ZONE_UNKNOWN: 'INVALID_REQUEST',
  TOKEN_LIMIT_INVALID: 'INVALID_REQUEST',
  TOO_MANY_OLD_SECRETS: 'CONFLICT',
  UPSTREAM_MODEL_INVALID: 'INVALID_REQUEST',
  WEIGHT_INVALID: 'INVALID_REQUEST',
};

/** The written entity, or its refusal thrown as HTTP knows it. */
export function accepted<State>(
  written: EntityAccepted<State> | { readonly refusal: Refusal<DirectoryRefusal>; readonly state?: never },
): EntityAccepted<State> {
  if (!written.refusal) return written;
  const { code, message, field } = written.refusal;
  throw new HttpRefusal(REFUSALS[code], field === undefined ? { message } : { message, field });
}
