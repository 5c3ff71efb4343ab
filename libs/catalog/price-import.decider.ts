import { accept, refuse, type Decision } from '#streams';
import type { PriceApplication, PriceImportEvent, PriceImportRow, PriceListSource, RowRefusal } from './price-import.events.js';
import type { PriceImport } from './price-import.state.js';

export type PriceImportCommand =
  | {
      readonly type: 'DraftPriceImport';
      readonly import: string;
      readonly source: PriceListSource;
      readonly apply: PriceApplication;
      readonly markupPpm: number;
      readonly rows: readonly PriceImportRow[];
    }
  /** Without `models`: all that are proposed. */
  | { readonly type: 'ConfirmPriceImport'; readonly models?: readonly string[]; readonly by: string }
  /** What became of a confirmed row: a refusal, or the price version that it set (null for a cost). */
  | { readonly type: 'RecordImportedRow'; readonly model: string; readonly outcome: RowRefusal | { readonly priceVersion: string | null } }
  | { readonly type: 'DiscardPriceImport'; readonly by: string };

export type PriceImportRefusal =
  | 'PRICE_IMPORT_EXISTS'
  | 'PRICE_IMPORT_EMPTY'
  | 'PRICE_IMPORT_TOO_LARGE'
  | 'PRICE_IMPORT_UNKNOWN'
  | 'PRICE_IMPORT_CONFIRMED'
  | 'PRICE_IMPORT_DISCARDED'
  | 'PRICE_IMPORT_ROW_UNKNOWN'
  | 'PRICE_IMPORT_ROW_REFUSED';

export const MAX_IMPORT_ROWS = 200;
/** Of its rows as JSON: a draft is one event, an append takes 900 KiB, and the answer that repeats it must fit into one too. */
export const MAX_IMPORT_BYTES = 400_000;

type Decided = Decision<PriceImportEvent, PriceImportRefusal>;

export function decidePriceImport(command: PriceImportCommand, state: PriceImport | undefined): Decided {
  if (command.type === 'DraftPriceImport') return draft(command, state);
  if (!state) return refuse('PRICE_IMPORT_UNKNOWN', 'There is no such price import');
  switch (command.type) {
    case 'ConfirmPriceImport':
      return confirm(command, state);
    case 'RecordImportedRow': {
      const row = state.rows.find(({ model }) => model === command.model);
      if (row?.status !== 'confirmed') return accept(); // another gateway has recorded it
      const place = { import: state.import, model: command.model };
      const { outcome } = command;
      if ('code' in outcome) return accept({ type: 'PriceImportRowRefused', data: { ...place, ...outcome } });
      return accept({ type: 'PriceImportRowApplied', data: { ...place, price_version: outcome.priceVersion } });
    }
    case 'DiscardPriceImport':
      if (state.status === 'confirmed')
        return refuse(
          'PRICE_IMPORT_CONFIRMED',
          'The price import is confirmed, as a whole or in part, and stays: a row that is only proposed changes nothing',
        );
      if (state.status === 'discarded') return accept();
      return accept({ type: 'PriceImportDiscarded', data: { import: state.import, discarded_by: command.by } });
  }
}

function draft(command: Extract<PriceImportCommand, { type: 'DraftPriceImport' }>, state: PriceImport | undefined): Decided {
  const { import: id, source, apply, markupPpm: markup_ppm, rows } = command;
  if (state) return refuse('PRICE_IMPORT_EXISTS', 'There is a price import of that id');
  if (rows.length === 0)
    return refuse(
      'PRICE_IMPORT_EMPTY',
      'There is nothing to draft: no model has a target at a provider that the list knows. Say in providers what the list calls ours, or name models in models',
      'providers',
    );
  const bytes = Buffer.byteLength(JSON.stringify(rows));
  if (rows.length > MAX_IMPORT_ROWS || bytes > MAX_IMPORT_BYTES) {
    const size = `${rows.length} rows of ${bytes} bytes`;
    const limits = `${MAX_IMPORT_ROWS} rows of ${MAX_IMPORT_BYTES} bytes`;
    return refuse('PRICE_IMPORT_TOO_LARGE', `${size}: a draft takes ${limits} at most. Take fewer providers at a time`, 'providers');
  }
  return accept({ type: 'PriceImportDrafted', data: { import: id, source, apply, markup_ppm, rows } });
}

/** The same again adds nothing: what is under way is finished by whoever applies the rows. */
function confirm({ models, by }: Extract<PriceImportCommand, { type: 'ConfirmPriceImport' }>, state: PriceImport): Decided {
  if (state.status === 'discarded') return refuse('PRICE_IMPORT_DISCARDED', 'The price import is discarded');
  const rows = new Map(state.rows.map((row) => [row.model, row]));
  for (const [index, model] of (models ?? []).entries()) {
    const row = rows.get(model);
    if (!row) return refuse('PRICE_IMPORT_ROW_UNKNOWN', `The price import has no row for ${model}`, `rows[${index}]`);
    if (row.status === 'unimportable')
      return refuse('PRICE_IMPORT_ROW_REFUSED', `${model}: ${row.refusal?.message ?? ''}`, `rows[${index}]`);
  }
  const chosen = state.rows.filter((row) => row.status === 'proposed' && (models?.includes(row.model) ?? true));
  if (chosen.length === 0) return accept();
  const data = { import: state.import, models: chosen.map(({ model }) => model), confirmed_by: by };
  return accept({ type: 'PriceImportConfirmed', data });
}
