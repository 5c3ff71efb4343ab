import { ImpossibleEventError, existing, type Placed } from '#streams';
import type { PriceApplication, PriceImportEvent, PriceImportRow, PriceListSource, RowRefusal } from './price-import.events.js';

/**
 * Of the draft: `proposed`, `unchanged` (in force already) or `unimportable`. Only proposed rows can be `confirmed`; they are then `applied`, or
 * `refused` because the model is no longer what the draft was compared with.
 */
export type RowStatus = 'proposed' | 'unchanged' | 'unimportable' | 'confirmed' | 'applied' | 'refused';

export type DraftedRow = PriceImportRow & {
  readonly status: RowStatus;
  /** What applying it has set. */
  readonly price_version: string | null;
};

/** JSON, because the directory keeps it as a row. */
export type PriceImport = {
  readonly import: string;
  readonly status: 'draft' | 'confirmed' | 'discarded';
  readonly source: PriceListSource;
  readonly apply: PriceApplication;
  readonly markup_ppm: number;
  readonly rows: readonly DraftedRow[];
  readonly drafted_at: string;
  /** Of the first confirmation. */
  readonly confirmed: { readonly at: string; readonly by: string } | null;
  readonly discarded: { readonly at: string; readonly by: string } | null;
};

export function evolvePriceImport(state: PriceImport | undefined, event: PriceImportEvent, { at }: Placed): PriceImport {
  switch (event.type) {
    case 'PriceImportDrafted': {
      if (state) throw new ImpossibleEventError(event.type, 'comes twice');
      const rows = event.data.rows.map((row) => ({ ...row, status: draftedStatus(row), price_version: null }));
      return { ...event.data, rows, status: 'draft', drafted_at: at, confirmed: null, discarded: null };
    }
    case 'PriceImportConfirmed': {
      const { models, confirmed_by: by } = event.data;
      const before = existing(state, event.type);
      const rows = before.rows.map((row): DraftedRow => (models.includes(row.model) ? { ...row, status: 'confirmed' } : row));
      return { ...before, rows, status: 'confirmed', confirmed: before.confirmed ?? { at, by } };
    }
    case 'PriceImportRowApplied': {
      const { model, price_version } = event.data;
      return withRow(existing(state, event.type), model, { status: 'applied', price_version });
    }
    case 'PriceImportRowRefused': {
      const { model, code, message } = event.data;
      const refusal: RowRefusal = { code, message };
      return withRow(existing(state, event.type), model, { status: 'refused', refusal });
    }
    case 'PriceImportDiscarded':
      return { ...existing(state, event.type), status: 'discarded', discarded: { at, by: event.data.discarded_by } };
  }
}

function draftedStatus({ refusal, changes }: PriceImportRow): RowStatus {
  if (refusal) return 'unimportable';
  return changes ? 'proposed' : 'unchanged';
}

function withRow(state: PriceImport, model: string, changes: Partial<DraftedRow>): PriceImport {
  return { ...state, rows: state.rows.map((row) => (row.model === model ? { ...row, ...changes } : row)) };
}
