import { isObject, type JsonObject } from '../json/object.js';

/**
 * Something that stands at the provider under our account, which the body names. Accounts of providers are shared by all customers, so whoever
 * passes it on has to know that this customer got it through us.
 */
export interface Reference {
  readonly id: string;
  /** Where it is named: `input[0].content[1].file_id`. */
  readonly field: string;
  /** An item of an earlier answer that is given back whole: its id may be left out, and it still says what it says. */
  readonly isWhole: boolean;
  /** Reasoning without its content: it is left out where nobody keeps it for this customer, and by every translation. */
  readonly isReasoning?: true;
}

/** In one body; five times what a provider takes in one conversation. A body could hold millions, and each takes 200 bytes and a look-up. */
export const MAX_REFERENCES = 10_000;

/** Ids that tie parts of one conversation together, or are the client's own: nothing is fetched by them. */
const OWN_IDS: ReadonlySet<string> = new Set(['call_id', 'tool_call_id', 'tool_use_id', 'user_id', 'request_id', 'trace_id']);
/** Members whose content is anybody's, wherever they stand: notes of the client, schemas, what a model wrote. A provider fetches nothing that they name. */
const FREE_FORM: ReadonlySet<string> = new Set(['metadata', 'client_metadata', 'arguments', 'schema', 'env', 'logit_bias']);
/** The same, but only within these members; elsewhere nobody knows what they are. */
const FREE_FORM_WITHIN: Readonly<Record<string, readonly string[]>> = {
  input: ['messages'],
  parameters: ['tools', 'functions'],
  input_schema: ['tools'],
  input_examples: ['tools'],
};
const KEPT_OBJECT = /^(?:container|conversation|thread)$/iu;
/** The same where it is an object: a bare name is one of the provider's own. Source: OpenAI, "Create chat completion", `audio.voice`. */
const KEPT_UNLESS_NAMED = /^voice$/iu;

/** Items of Responses that say everything themselves. Any other that has an id is fetched by it, or may be, and so is one that nobody here knows. */
const WHOLE_ITEMS: ReadonlySet<unknown> = new Set([
  ...['message', 'function_call', 'function_call_output', 'custom_tool_call', 'custom_tool_call_output'],
  ...['local_shell_call', 'local_shell_call_output', 'shell_call', 'shell_call_output'],
  ...['apply_patch_call', 'apply_patch_call_output', 'computer_call', 'computer_call_output'],
]);

/**
 * Everything in a body that names something at the provider, wherever it stands and whatever the part around it is called: members that end in `_id`,
 * containers and conversations, the prompt, and the ids of items. A list of known places would miss the next one, and a miss is another
 * customer's data; a name that is wrongly taken for one is a refusal that says so. What comes behind the first that is too many is not looked for: such a
 * body is to be refused.
 */
export function findReferences(body: JsonObject): Reference[] {
  const walk = new ReferenceWalk();
  for (const key in body) {
    const value = body[key];
    walk.member(key, value);
    // No other kind of value is looked into.
    if (typeof value !== 'object') continue;
    if (INPUT.test(key) && Array.isArray(value))
      value.forEach((item: unknown, index) => walk.item(item, `${key}[${index}]`, key === 'input'));
    if (PROMPT.test(key)) walk.named(value, key);
  }
  return walk.found;
}

const INPUT = /^input$/iu;
const PROMPT = /^prompt$/iu;

/** What the name of a member says of its value: an id, or ids; something kept at the provider; the same where it is an object; or nothing. */
type KindOfMember = 'id' | 'kept' | 'kept unless named' | 'nothing';

/** Bodies have the same names again and again; those that a client makes up are not remembered without end. */
const kinds = new Map<string, KindOfMember>();
const MOST_KINDS = 1_024;
const MOST_KIND_CHARS = 64;

function kindOf(key: string): KindOfMember {
  let kind = kinds.get(key);
  if (kind !== undefined) return kind;
  kind = namesById(key) ? 'id' : KEPT_OBJECT.test(key) ? 'kept' : KEPT_UNLESS_NAMED.test(key) ? 'kept unless named' : 'nothing';
  if (kinds.size < MOST_KINDS && key.length <= MOST_KIND_CHARS) kinds.set(key, kind);
  return kind;
}

interface KindOfItem {
  readonly isWhole?: boolean;
  readonly isReasoning?: boolean;
}

class ReferenceWalk {
  readonly found: Reference[] = [];
  private readonly path: (string | number)[] = [];

  private get isFull(): boolean {
    return this.found.length > MAX_REFERENCES;
  }

  add(id: unknown, field: string, { isWhole = false, isReasoning = false }: KindOfItem): void {
    if (typeof id === 'string' && !this.isFull) this.found.push({ id, field, isWhole, ...(isReasoning && { isReasoning }) });
  }

  /**
   * Source: OpenAI, "Create a model response": an item reference may leave its `type` out; reasoning without its content is looked up by its id.
   * `isInput`: it stands where ids can be left out.
   */
  item(item: unknown, field: string, isInput: boolean): void {
    if (!isObject(item) || this.isFull) return;
    const type = item['type'] ?? (typeof item['role'] === 'string' ? 'message' : 'item_reference');
    const isWhole = WHOLE_ITEMS.has(type) || ((type === 'reasoning' || type === 'compaction') && hasContent(item));
    this.named(item, field, isInput ? { isWhole, isReasoning: isReasoningWithoutContent(item) } : {});
  }

  /** An object that is fetched by its `id`. In another spelling than that it could not be left out. */
  named(value: unknown, field: string, kind: KindOfItem = {}): void {
    if (!isObject(value)) return;
    for (const key in value) if (/^id$/iu.test(key)) this.addEach(value[key], `${field}.${key}`, key === 'id' ? kind : {});
  }

  member(key: string, value: unknown): void {
    if (FREE_FORM.has(key) || (Object.hasOwn(FREE_FORM_WITHIN, key) && FREE_FORM_WITHIN[key]!.some((name) => this.path.includes(name))))
      return;
    const kind = kindOf(key);
    if (kind === 'nothing' && typeof value !== 'object') return;
    this.path.push(key);
    if (kind === 'id') this.addEach(value, this.field);
    else if (kind === 'kept') {
      this.named(value, this.field);
      this.addEach(value, this.field);
    } else if (kind === 'kept unless named') this.named(value, this.field);
    this.into(value);
    this.path.pop();
  }

  /** A list within a list as well: some languages make the one text in it of it. */
  private addEach(value: unknown, field: string, kind: KindOfItem = {}): void {
    if (!Array.isArray(value)) return this.add(value, field, kind);
    for (let index = 0; index < value.length && !this.isFull; index += 1) this.addEach(value[index], `${field}[${index}]`);
  }

  private into(value: unknown): void {
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index += 1) {
        if (typeof value[index] !== 'object') continue;
        this.path.push(index);
        this.into(value[index]);
        this.path.pop();
      }
    } else if (isObject(value)) for (const key in value) this.member(key, value[key]);
  }

  private get field(): string {
    return this.path.reduce<string>(
      (field, step) => (typeof step === 'number' ? `${field}[${step}]` : field ? `${field}.${step}` : step),
      '',
    );
  }
}

/** Some decoders mind neither the case of a name, by Unicode's folding of it, nor whether it is `fileId` or `file_id`. */
function namesById(key: string): boolean {
  if (!/ids?$/iu.test(key)) return false;
  const name = key.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return /_ids?$/iu.test(name) && !OWN_IDS.has(name);
}

/** The provider that gave it looks it up by its id. */
export function isReasoningWithoutContent(item: JsonObject): boolean {
  return item['type'] === 'reasoning' && !hasContent(item);
}

function hasContent({ encrypted_content: encrypted, content }: JsonObject): boolean {
  return (typeof encrypted === 'string' && encrypted !== '') || (Array.isArray(content) && content.length > 0);
}
