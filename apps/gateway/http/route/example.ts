type Schema = Readonly<Record<string, unknown>>;

/** What stands in an example for a value that is null at other times. */
class OrNull {
  constructor(readonly example: unknown) {}
}

/** What stands in an example for a value that has one of several shapes; the first is shown. */
class OneOf {
  constructor(readonly examples: readonly unknown[]) {}
}

/** What stands in an example for one of a few words; the first is shown. */
class Choice {
  constructor(readonly words: readonly string[]) {}
}

export const choice = (...words: readonly string[]): Choice => new Choice(words);
export const oneOf = (...examples: readonly unknown[]): OneOf => new OneOf(examples);
export const orNull = (example: unknown): OrNull => new OrNull(example);

/** The example as clients see it. */
export function shown(example: unknown): unknown {
  if (example instanceof OrNull) return shown(example.example);
  if (example instanceof Choice) return example.words[0];
  if (example instanceof OneOf) return shown(example.examples[0]);
  if (Array.isArray(example)) return example.map(shown);
  if (typeof example !== 'object' || example === null) return example;
  return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, shown(value)]));
}

/** The schema of everything that looks like the example: `null` stands for a text that may be absent, `{}` for any members. */
export function schemaOf(example: unknown): Schema {
  if (example instanceof OrNull) return { ...schemaOf(example.example), nullable: true };
  if (example instanceof Choice) return { type: 'string', enum: example.words };
  if (example instanceof OneOf) return { anyOf: example.examples.map(schemaOf) };
  if (example === null) return { type: 'string', nullable: true };
  if (Array.isArray(example)) return { type: 'array', items: example.length > 0 ? schemaOf(example[0]) : {} };
  if (typeof example === 'object') {
    const members = Object.entries(example).map(([name, value]) => [name, schemaOf(value)]);
    return { type: 'object', properties: Object.fromEntries(members) as object };
  }
  return { type: Number.isInteger(example) ? 'integer' : typeof example };
}
