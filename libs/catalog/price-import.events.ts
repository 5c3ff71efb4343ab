import type { ModelLimits } from './model.events.js';
import type { RecordedPrice } from './price.document.js';

export const PRICE_LISTS = ['genai-prices', 'litellm'] as const;
export type PriceListName = (typeof PRICE_LISTS)[number];

/** Which bytes the proposed prices were read from. */
export type PriceListSource = {
  readonly list: PriceListName;
  /** Of the package that holds it; null where the list names none: then its hash tells it from others. */
  readonly version: string | null;
  /** Where it was fetched from; null where it came with the request or with the package. */
  readonly url: string | null;
  /** Of the list's bytes, hexadecimal. */
  readonly sha256: string;
  readonly fetched_at: string;
  /** `admin:adm_…`, `admin:token`. */
  readonly fetched_by: string;
};

/** What is written: what a target costs us, what customers pay, or both. */
export const APPLICATIONS = ['cost', 'price', 'both'] as const;
export type PriceApplication = (typeof APPLICATIONS)[number];

export type RowRefusal = { readonly code: string; readonly message: string };

export type ImportedTarget = {
  readonly provider: string;
  readonly upstream_model: string;
  readonly list_provider: string;
  readonly list_model: string;
  /** The day from which the list says that it is so. */
  readonly effective_from: string | null;
  /** What the list says that the provider charges; null where it says nothing that a price can say. */
  readonly cost: RecordedPrice | null;
  /** What the list also prices and a price of ours cannot say. */
  readonly unpriced: readonly string[];
  readonly problem: RowRefusal | null;
};

/** What is proposed for one model. Amounts are as the list has them, or marked up once. */
export type PriceImportRow = {
  readonly model: string;
  /** What the proposal was compared with: only over this is it written. Null: the model does not exist, and is made. */
  readonly compared_with: { readonly price_version: string; readonly revision: string } | null;
  readonly targets: readonly ImportedTarget[];
  /** What customers would pay; null where that stays as it is. */
  readonly price: RecordedPrice | null;
  /** Of a model that is made. */
  readonly limits: ModelLimits;
  /** False where all of it is in force already. */
  readonly changes: boolean;
  /** Why it cannot be confirmed. */
  readonly refusal: RowRefusal | null;
};

/** Version 1 of each. Stream `price-import-{import}`. Nothing is in force before a row is confirmed and applied. */
export type PriceImportEvent =
  | {
      readonly type: 'PriceImportDrafted';
      readonly data: {
        readonly import: string;
        readonly source: PriceListSource;
        readonly apply: PriceApplication;
        readonly markup_ppm: number;
        readonly rows: readonly PriceImportRow[];
      };
    }
  /** These rows are to be applied, and will be however often that is interrupted. */
  | {
      readonly type: 'PriceImportConfirmed';
      readonly data: { readonly import: string; readonly models: readonly string[]; readonly confirmed_by: string };
    }
  /** `price_version`: what it set; null where only a cost has changed. */
  | {
      readonly type: 'PriceImportRowApplied';
      readonly data: { readonly import: string; readonly model: string; readonly price_version: string | null };
    }
  | { readonly type: 'PriceImportRowRefused'; readonly data: { readonly import: string; readonly model: string } & RowRefusal }
  | { readonly type: 'PriceImportDiscarded'; readonly data: { readonly import: string; readonly discarded_by: string } };
