import { refuse, type Refusal } from '#streams';

export const LIMIT_FIELDS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'none'] as const;
export const REASONING_FORMS = ['effort', 'budget', 'none'] as const;
export const REASONING_FIELDS = ['reasoning_content', 'reasoning', 'none'] as const;
export const SYSTEM_ROLES = ['system', 'developer', 'user'] as const;
export const TOOL_CHOICES = ['none', 'auto', 'required', 'named'] as const;

/**
 * What a provider, or one of its models, does otherwise than its protocol lays down (docs/traits.md). A member that is absent says nothing: the next who has a word on it
 * is asked, the target, then its provider, then the defaults.
 */
export type Traits = {
  /** What its Chat Completions call the output limit; `none`: it takes none by any route. */
  readonly limit_field?: (typeof LIMIT_FIELDS)[number];
  /** Members of a body that it refuses. `stream_options`: it is not asked for the usage of its streams. */
  readonly refused_fields?: readonly string[];
  /** Members of which it takes one of each group only; the first that asks for something goes on. */
  readonly exclusive_fields?: readonly (readonly string[])[];
  /** How it is told how much to reason: by an effort, by a number of tokens, or not at all. */
  readonly reasoning?: (typeof REASONING_FORMS)[number];
  /** By what name its Chat Completions take the reasoning of earlier turns back. */
  readonly reasoning_field?: (typeof REASONING_FIELDS)[number];
  /** False: it takes no `strict` in tools and formats. */
  readonly strict_schema?: boolean;
  /** The role of instructions in its Chat Completions. */
  readonly system_role?: (typeof SYSTEM_ROLES)[number];
  /** The forms of `tool_choice` that it takes; `named` is one tool by its name. */
  readonly tool_choice?: readonly (typeof TOOL_CHOICES)[number][];
  /** Its streams of Chat Completions end with the finish reason: no `[DONE]` follows. */
  readonly ends_without_done?: boolean;
  /** What the provider counts as output for each token of the limit that it was sent: 1.5 where its limit does not count all. From 1 to 100. */
  readonly output_bound_factor?: number;
};

export type TraitRefusal = 'TRAIT_INVALID';

const MOST_TIMES = 100;
const PERCENT = 100;
const MOST_FIELDS = 100;
const MOST_GROUPS = 20;
/** Names as protocols have them; what the gateway itself has to say cannot be refused. */
const FIELD = /^[a-z][a-z0-9_]{0,63}$/;
const NEEDED: ReadonlySet<string> = new Set([
  ...['model', 'messages', 'input', 'prompt', 'stream'],
  ...['max_tokens', 'max_completion_tokens', 'max_output_tokens'],
]);

/** In hundredths. */
export const outputBoundPercent = ({ output_bound_factor: factor = 1 }: Traits): number => Math.round(factor * PERCENT);

/** As a member of what is recorded: one that says nothing does not stand there. */
export const recordTraits = (traits: Traits | undefined): { readonly traits?: Traits } =>
  traits && Object.keys(traits).length > 0 ? { traits } : {};

/** `field`: of the traits in the body. */
export function checkTraits(traits: Traits | undefined, field: string): Refusal<TraitRefusal> | undefined {
  if (!traits) return undefined;
  const [name, message] = firstMistake(traits) ?? [];
  return name === undefined ? undefined : refuse('TRAIT_INVALID' as const, message ?? '', `${field}.${name}`).refusal;
}

type Mistake = readonly [field: string, message: string];

function firstMistake(traits: Traits): Mistake | undefined {
  return (
    notOneOf('limit_field', traits.limit_field, LIMIT_FIELDS) ??
    notFields('refused_fields', traits.refused_fields) ??
    notGroups(traits.exclusive_fields) ??
    notOneOf('reasoning', traits.reasoning, REASONING_FORMS) ??
    notOneOf('reasoning_field', traits.reasoning_field, REASONING_FIELDS) ??
    notOneOf('system_role', traits.system_role, SYSTEM_ROLES) ??
    notForms(traits.tool_choice) ??
    notFactor(traits.output_bound_factor)
  );
}

function notOneOf(name: string, value: string | undefined, allowed: readonly string[]): Mistake | undefined {
  return value === undefined || allowed.includes(value) ? undefined : [name, `One of ${allowed.join(', ')}`];
}

function notFields(name: string, fields: readonly string[] | undefined): Mistake | undefined {
  if (!fields) return undefined;
  if (fields.length > MOST_FIELDS) return [name, `${MOST_FIELDS} names at most`];
  for (const [index, each] of fields.entries()) {
    if (typeof each !== 'string' || !FIELD.test(each)) return [`${name}[${index}]`, 'The name of a member of a body, such as top_p'];
    if (NEEDED.has(each)) return [`${name}[${index}]`, `${each} is always sent${each.startsWith('max_') ? '; see limit_field' : ''}`];
  }
  return new Set(fields).size < fields.length ? [name, 'Each name once'] : undefined;
}

function notGroups(groups: Traits['exclusive_fields']): Mistake | undefined {
  if (!groups) return undefined;
  const name = 'exclusive_fields';
  if (groups.length > MOST_GROUPS) return [name, `${MOST_GROUPS} groups at most`];
  for (const [index, group] of groups.entries()) {
    if (group.length < 2) return [`${name}[${index}]`, 'Two names at least'];
    const mistake = notFields(`${name}[${index}]`, group);
    if (mistake) return mistake;
  }
  return undefined;
}

function notForms(forms: Traits['tool_choice']): Mistake | undefined {
  if (!forms) return undefined;
  const wrong = forms.findIndex((form) => !TOOL_CHOICES.includes(form));
  if (wrong >= 0) return [`tool_choice[${wrong}]`, `One of ${TOOL_CHOICES.join(', ')}`];
  return new Set(forms).size < forms.length ? ['tool_choice', 'Each form once'] : undefined;
}

function notFactor(factor: number | undefined): Mistake | undefined {
  if (factor === undefined) return undefined;
  const isInHundredths = Math.abs(factor * PERCENT - Math.round(factor * PERCENT)) < 1e-9;
  if (factor >= 1 && factor <= MOST_TIMES && isInHundredths) return undefined;
  return ['output_bound_factor', `A number from 1 to ${MOST_TIMES} with two decimals at most`];
}
