import type { AliasRefusal, ModelRefusal, PriceImportRefusal, ProviderRefusal } from '#catalog';
import type { AdminRefusal, CustomerRefusal, KeyRefusal } from '#identity';
import type { Refusal } from '#streams';
import type { ListRefusalCode, ProviderMapRefusal } from '#price-lists';
import type { ErrorCode } from '../http/errors/error-catalogue.js';
import type { Refused } from '../http/errors/refused.js';

type DirectoryRefusal =
  | AdminRefusal
  | AliasRefusal
  | CustomerRefusal
  | KeyRefusal
  | ModelRefusal
  | PriceImportRefusal
  | ListRefusalCode
  | ProviderMapRefusal
  | ProviderRefusal;

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
  LIST_ABSENT: 'INVALID_REQUEST',
  LIST_PROVIDER_UNKNOWN: 'INVALID_REQUEST',
  LIST_URL_INVALID: 'INVALID_REQUEST',
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
  PRICE_LIST_INVALID: 'PRICE_LIST_INVALID',
  PRICE_LIST_UNAVAILABLE: 'PRICE_LIST_UNAVAILABLE',
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
  TRAIT_INVALID: 'INVALID_REQUEST',
  TOO_MANY_OLD_SECRETS: 'CONFLICT',
  UPSTREAM_MODEL_INVALID: 'INVALID_REQUEST',
  WEIGHT_INVALID: 'INVALID_REQUEST',
};

/** What was refused, as a value that HTTP has a status for. */
export function refusedBy({ code, message, field }: Refusal<DirectoryRefusal>): Refused {
  return field === undefined ? { code: REFUSALS[code], message } : { code: REFUSALS[code], message, field };
}
