export interface Attempt {
  readonly provider: string;
  readonly model: string | null;
  readonly outcome: 'answered' | 'failed';
  readonly status: number | null;
  readonly error_code: string | null;
  readonly started_ms: number;
  readonly first_token_ms: number | null;
  readonly ended_ms: number;
}

export interface Place {
  readonly stream: string;
  readonly revision: string;
  readonly id: string;
  readonly hash: string;
}

export interface UnitPrice {
  readonly component: string;
  readonly per_million: string;
  readonly above_input_tokens?: number;
  readonly service_tier?: string;
}

export interface Receipt {
  readonly id: string;
  readonly status: 'succeeded' | 'failed' | 'cancelled' | 'abandoned';
  readonly outcome: string;
  readonly reason: string | null;
  readonly started_at: string;
  readonly latency_ms: number;
  readonly key_id: string;
  readonly requested_model: string;
  readonly model: string;
  readonly provider: string;
  readonly attempts: readonly Attempt[];
  readonly skipped_targets: readonly {
    readonly provider: string;
    readonly model: string;
    readonly reason: 'answered_before' | 'not_tried';
  }[];
  readonly left_out: readonly string[] | null;
  readonly hold: string;
  readonly output_limit: number | null;
  readonly cut_by_limit: boolean;
  readonly usage: {
    readonly input_tokens: number;
    readonly cached_input_tokens: number;
    readonly cache_write_tokens: number;
    readonly output_tokens: number;
    readonly reasoning_tokens: number;
    readonly source: string;
  };
  readonly currency: string;
  readonly charge: string;
  readonly released: string;
  readonly uncollected: string;
  readonly rating: {
    readonly price_version: string;
    readonly price: readonly UnitPrice[];
    readonly formula: string;
    readonly markup_ppm: number;
    readonly rounding: string;
    readonly rated: string;
  } | null;
  readonly entry: Readonly<Record<string, readonly (readonly [account: string, amount: string])[]>>;
  readonly events: { readonly routed: Place; readonly ended: Place };
}

export interface Factor extends UnitPrice {
  /** As the formula says it. */
  readonly tokens: string;
}

/** Each term of the formula, in the order of its prices. */
export function factorsOf({ price, formula }: NonNullable<Receipt['rating']>): readonly Factor[] {
  const counts = [...formula.matchAll(/(\d+) \S+ × /g)].map(([, tokens]) => tokens ?? '');
  return price.map((each, index) => ({ ...each, tokens: counts[index] ?? '–' }));
}

export interface Posting {
  /** As the chart of accounts has it, without whose it is. */
  readonly code: string;
  readonly debit: string | null;
  readonly credit: string | null;
}

export const postingsOf = (entry: Receipt['entry'], currency: string): readonly Posting[] =>
  (entry[currency] ?? []).map(([account, amount]) => {
    const [code = account] = account.split(':');
    const isCredit = amount.startsWith('-');
    return { code, debit: isCredit ? null : amount, credit: isCredit ? amount.slice(1) : null };
  });
