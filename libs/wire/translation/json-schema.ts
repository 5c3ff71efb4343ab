import { isObject, type JsonObject } from '../json/object.js';

/** Chat Completions wants a name for a format, which Messages has not. */
export const FORMAT_NAME = 'output';

/** Deeper than either side takes. */
const LEVELS = 64;

/** What OpenAI's strict schemas may have. Source: OpenAI, "Structured Outputs", supported schemas. */
const STRICT: ReadonlySet<string> = new Set([
  ...['type', 'title', 'description', 'enum', 'const', 'anyOf', '$ref', '$defs', 'definitions'],
  ...['properties', 'required', 'additionalProperties', 'items', 'minItems', 'maxItems'],
  ...['pattern', 'format', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum'],
]);

/** Whether OpenAI takes a schema as a strict one: an object whose properties are all required, and no other, at every depth. In doubt it is not. */
export const isStrictSchema = (schema: JsonObject): boolean =>
  schema['type'] === 'object' && schema['anyOf'] === undefined && isStrict(schema, LEVELS);

function isStrict(schema: unknown, levels: number): boolean {
  if (!isObject(schema) || levels === 0 || Object.keys(schema).some((name) => !STRICT.has(name))) return false;
  const { type, properties, required, additionalProperties: others } = schema;
  const isOfObjects = type === 'object' || (Array.isArray(type) && type.includes('object')) || properties !== undefined;
  if (isOfObjects) {
    if (others !== false || !isObject(properties) || !Array.isArray(required)) return false;
    if (Object.keys(properties).some((name) => !required.includes(name))) return false;
  }
  return subschemas(schema).every((each) => isStrict(each, levels - 1));
}

function subschemas({ properties, $defs, definitions, items, anyOf }: JsonObject): unknown[] {
  const named = [properties, $defs, definitions].flatMap((each) =>
    isObject(each) ? Object.values(each) : each === undefined ? [] : [each],
  );
  return [...named, ...(items === undefined ? [] : [items]), ...(Array.isArray(anyOf) ? (anyOf as unknown[]) : [])];
}

/** What Messages takes of a schema that it holds an answer to. Source: `transform-json-schema.ts` of @anthropic-ai/sdk 1.12, which its own helpers go through. */
const FORMATS: ReadonlySet<unknown> = new Set([
  ...['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'],
]);
const KEPT: ReadonlySet<string> = new Set(['type', 'title', 'description', 'enum', 'const', '$ref', 'required']);

/**
 * A schema of Chat Completions as one that Messages takes: objects have no other properties, and what it cannot hold an answer to stands in the description, where the
 * model reads it. Undefined: it says what cannot be said so (an object with any names, a schema without type), so that it can only be asked for in words.
 */
export function schemaForMessages(schema: JsonObject): JsonObject | undefined {
  return schemaOf(schema, LEVELS);
}

function schemaOf(schema: unknown, levels: number): JsonObject | undefined {
  if (!isObject(schema) || levels === 0) return undefined;
  const told: Record<string, unknown> = {};
  const left: Record<string, unknown> = {};
  let isWhole = true;
  const below = (value: unknown): unknown => {
    const made = schemaOf(value, levels - 1);
    isWhole &&= made !== undefined;
    return made;
  };
  for (const [name, value] of Object.entries(schema)) {
    if (value === undefined || name === '$schema') continue;
    else if (KEPT.has(name)) told[name] = value;
    else if ((name === 'properties' || name === '$defs' || name === 'definitions') && isObject(value))
      told[name] = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, below(each)]));
    else if (name === 'items') told[name] = below(value);
    else if ((name === 'anyOf' || name === 'oneOf' || name === 'allOf') && Array.isArray(value))
      told[name === 'oneOf' ? 'anyOf' : name] = value.map(below);
    else if ((name === 'format' && FORMATS.has(value)) || (name === 'minItems' && (value === 0 || value === 1))) told[name] = value;
    else if (name === 'additionalProperties') isWhole &&= value === false;
    else if (name === 'patternProperties' || name === 'not' || name === 'if') isWhole = false;
    else left[name] = value;
  }
  if (told['type'] === 'object') {
    isWhole &&= told['properties'] !== undefined;
    told['additionalProperties'] = false;
  }
  isWhole &&= ['type', '$ref', 'enum', 'const', 'anyOf', 'allOf'].some((name) => name in told);
  if (!isWhole) return undefined;
  const words = Object.entries(left).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  if (words.length === 0) return told;
  const { description } = told;
  return { ...told, description: `${typeof description === 'string' ? `${description}\n\n` : ''}{${words.join(', ')}}` };
}
