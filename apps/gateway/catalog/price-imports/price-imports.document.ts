import { priceDocument, type DraftedRow, type ImportedTarget, type PriceImport } from '#catalog';

/** An import as lists show it: what it is and how far it has come, without its rows. */
export function importSummary({ import: id, status, source, apply, markup_ppm, rows, drafted_at, confirmed, discarded }: PriceImport) {
  const count = (wanted: DraftedRow['status']): number => rows.filter((row) => row.status === wanted).length;
  return {
    id,
    status,
    source,
    apply,
    markup_ppm,
    row_counts: {
      proposed: count('proposed'),
      unchanged: count('unchanged'),
      unimportable: count('unimportable'),
      confirmed: count('confirmed'),
      applied: count('applied'),
      refused: count('refused'),
    },
    drafted_at,
    confirmed_at: confirmed?.at ?? null,
    confirmed_by: confirmed?.by ?? null,
    discarded_at: discarded?.at ?? null,
    discarded_by: discarded?.by ?? null,
  };
}

export function importDocument(state: PriceImport) {
  return { ...importSummary(state), rows: state.rows.map(rowDocument) };
}

/** Codes are lower case on the wire, as everywhere. */
function rowDocument({ model, status, refusal, compared_with, price, price_version, targets, limits }: DraftedRow) {
  return {
    model,
    status,
    code: refusal ? refusal.code.toLowerCase() : null,
    message: refusal?.message ?? null,
    compared_with: compared_with?.price_version ?? null,
    price: price ? priceDocument(price) : null,
    price_version,
    targets: targets.map(targetDocument),
    context_window: limits.context_window ?? null,
    max_output_tokens: limits.max_output_tokens ?? null,
  };
}

function targetDocument({ cost, problem, ...target }: ImportedTarget) {
  return {
    ...target,
    cost: cost ? priceDocument(cost) : null,
    code: problem ? problem.code.toLowerCase() : null,
    message: problem?.message ?? null,
  };
}
