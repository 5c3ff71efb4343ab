/** A model that the caller's key may use. */
export interface ModelEntry {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly createdAt: number;
  readonly ownedBy: string;
  readonly limits?: { readonly context_window?: number | undefined; readonly max_output_tokens?: number | undefined };
}

/** `GET /v1/models` for OpenAI's SDK. */
export function openaiModelList(models: readonly ModelEntry[]): object {
  return { object: 'list', data: models.map(openaiModel) };
}

export function openaiModel({ id, createdAt, ownedBy }: ModelEntry): object {
  return { id, object: 'model', created: createdAt, owned_by: ownedBy };
}

/** `GET /v1/models` for Anthropic's SDK, which asks for the next page after `last_id` or before `first_id`. */
export function anthropicModelList(models: readonly ModelEntry[], page: AnthropicPage = {}): object {
  const after = page.after_id === undefined ? -1 : models.findIndex(({ id }) => id === page.after_id);
  const before = page.before_id === undefined ? models.length : models.findIndex(({ id }) => id === page.before_id);
  const range = models.slice(after + 1, before < 0 ? models.length : before);
  const limit = page.limit ?? DEFAULT_LIMIT;
  const shown = page.before_id === undefined ? range.slice(0, limit) : range.slice(-limit);
  return {
    data: shown.map(anthropicModel),
    has_more: shown.length < range.length,
    first_id: shown[0]?.id ?? null,
    last_id: shown.at(-1)?.id ?? null,
  };
}

/** Source: Anthropic, "List Models": 20 unless asked otherwise, 1,000 at most. */
export interface AnthropicPage {
  readonly limit?: number;
  readonly after_id?: string;
  readonly before_id?: string;
}

const DEFAULT_LIMIT = 20;

/** Every member of the SDK's `ModelInfo`, those that nothing is known of as null: strict clients miss none. What can be called is active. */
export function anthropicModel({ id, createdAt, limits }: ModelEntry): object {
  return {
    type: 'model',
    id,
    display_name: id,
    line: null,
    lifecycle: 'active',
    created_at: new Date(createdAt * 1000).toISOString(),
    deprecated_at: null,
    retires_at: null,
    capabilities: null,
    max_input_tokens: limits?.context_window ?? null,
    max_tokens: limits?.max_output_tokens ?? null,
  };
}
