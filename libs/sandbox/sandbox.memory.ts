import { isJson, jsonsOf, type Json } from './sandbox.request.js';

/** What was asked and answered in one turn. */
interface KeptResponse {
  readonly previous: string | undefined;
  readonly input: readonly Json[];
  readonly output: readonly Json[];
  readonly bytes: number;
}

/** As OpenAI answers for what it does not keep. */
export interface NotKept {
  readonly status: 400 | 404;
  readonly error: { readonly message: string; readonly type: string; readonly param: string; readonly code: string | null };
}

const MAX_RESPONSES = 1_000;
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * Responses that were not asked for with `store: false`, until the process ends or newer ones take their place: what `previous_response_id` and
 * `item_reference` can name. Like a provider's account, it is one for all customers of a gateway.
 */
export class SandboxMemory {
  private readonly responses = new Map<string, KeptResponse>();
  /** Which response an output item is of. */
  private readonly items = new Map<string, { readonly response: string; readonly item: Json }>();
  private bytes = 0;

  /** The body with all that it refers to in its input, so that it is understood and counted as if it had been sent whole. */
  recall(body: Json): { readonly body: Json } | NotKept {
    const { input, previous_response_id: previous } = body;
    const given = itemsOf(input);
    const references = given.filter(isReference);
    if (typeof previous !== 'string' && references.length === 0) return { body };
    const missing = references.find(({ id }) => !this.items.has(String(id)));
    if (missing) return itemNotKept(String(missing['id']));
    const before = typeof previous === 'string' ? this.conversation(previous) : [];
    if (!before) return responseNotKept(String(previous));
    return { body: { ...body, input: [...before, ...given.map((item) => this.items.get(referenceOf(item))?.item ?? item)] } };
  }

  /** `sent` is the body before it was recalled: what it refers to is kept already. */
  keep(sent: Json, response: Json): void {
    const id = String(response['id']);
    if (response['store'] === false || this.responses.has(id)) return;
    const { previous_response_id: previous, input } = sent;
    const output = jsonsOf(response['output']);
    const own = itemsOf(input).map((item) => this.items.get(referenceOf(item))?.item ?? item);
    const bytes = JSON.stringify([own, output]).length;
    this.responses.set(id, { previous: typeof previous === 'string' ? previous : undefined, input: own, output, bytes });
    for (const item of output) this.items.set(String(item['id']), { response: id, item });
    this.bytes += bytes;
    for (const oldest of this.responses.keys()) {
      if (this.responses.size <= MAX_RESPONSES && this.bytes <= MAX_BYTES) break;
      this.forget(oldest);
    }
  }

  /** From its first turn on; undefined where one of them is not kept. */
  private conversation(id: string): Json[] | undefined {
    const turns: KeptResponse[] = [];
    for (let next: string | undefined = id; next !== undefined;) {
      const turn = this.responses.get(next);
      if (!turn) return undefined;
      turns.unshift(turn);
      next = turn.previous;
    }
    return turns.flatMap(({ input, output }) => [...input, ...output]);
  }

  private forget(id: string): void {
    const forgotten = this.responses.get(id)!;
    this.responses.delete(id);
    this.bytes -= forgotten.bytes;
    for (const item of forgotten.output) if (this.items.get(String(item['id']))?.response === id) this.items.delete(String(item['id']));
  }
}

function itemsOf(input: unknown): Json[] {
  return typeof input === 'string' ? [{ role: 'user', content: input }] : jsonsOf(input);
}

function isReference(item: Json): boolean {
  return isJson(item) && (item['type'] === 'item_reference' || (item['type'] == null && item['role'] == null));
}

const referenceOf = (item: Json): string => (isReference(item) ? String(item['id']) : '');

function responseNotKept(id: string): NotKept {
  const message = `Previous response with id '${id}' not found.`;
  return {
    status: 400,
    error: { message, type: 'invalid_request_error', param: 'previous_response_id', code: 'previous_response_not_found' },
  };
}

function itemNotKept(id: string): NotKept {
  const message = `Item with id '${id}' not found. Items are not persisted when \`store\` is set to false.`;
  return { status: 404, error: { message, type: 'invalid_request_error', param: 'input', code: null } };
}
