import { createHash } from 'node:crypto';
import { isObject, type JsonObject } from './refusal.js';

/** One tool of a request of Responses, whose namespaces are taken apart: no other protocol has them. */
export interface FlatTool {
  readonly tool: unknown;
  /** Where the client has it: `tools[4].tools[0]`. */
  readonly path: string;
  readonly namespace: JsonObject | undefined;
  /** The first of its namespace, which tells what the namespace is for: once, however many tools there are. */
  readonly isFirst: boolean;
}

export function flatTools(tools: unknown): FlatTool[] {
  const given: unknown[] = Array.isArray(tools) ? tools : [];
  return given.flatMap((tool, index): FlatTool[] => {
    const path = `tools[${index}]`;
    if (!isObject(tool) || tool['type'] !== 'namespace') return [{ tool, path, namespace: undefined, isFirst: true }];
    const inside: unknown[] = Array.isArray(tool['tools']) ? tool['tools'] : [];
    return inside.map((each, at) => ({ tool: each, path: `${path}.tools[${at}]`, namespace: tool, isFirst: at === 0 }));
  });
}

/** The longest name that Chat Completions takes. Source: OpenAI, "Create chat completion", tools. */
const MOST_CHARS = 64;
const MARK_CHARS = 8;

/** `crm` and `search` become `crm__search`; one that is too long ends in a mark of the whole, so that no two become one. */
export function flatName(namespace: unknown, name: unknown): string {
  if (typeof namespace !== 'string') return String(name);
  const whole = `${namespace}__${String(name)}`;
  if (whole.length <= MOST_CHARS) return whole;
  const mark = createHash('sha256').update(whole).digest('hex').slice(0, MARK_CHARS);
  return `${whole.slice(0, MOST_CHARS - MARK_CHARS - 1)}_${mark}`;
}

/** Bytes at most that flat names have beyond those that the client wrote: the name of a namespace stands in front of each of its tools. */
export function flatNameBytes(tools: unknown): number {
  return flatTools(tools)
    .filter(({ namespace }) => namespace !== undefined)
    .reduce((sum, { namespace }) => sum + Buffer.byteLength(flatName(namespace!['name'], '')), 0);
}

/** How the client calls the functions that a model calls by their flat names. Undefined: as the model does. */
export function namesApart(tools: unknown): ReadonlyMap<string, { readonly name: string; readonly namespace: string }> {
  const apart = new Map<string, { name: string; namespace: string }>();
  for (const { tool, namespace } of flatTools(tools)) {
    if (!namespace || !isObject(tool)) continue;
    const [inside, outside] = [String(tool['name']), String(namespace['name'])];
    apart.set(flatName(outside, inside), { name: inside, namespace: outside });
  }
  return apart;
}
