import { isObject, type JsonObject } from '../json/object.js';
import { MARKED_CHARS, MESSAGES_NAME_CHARS } from './tool-names.js';

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

/** Bytes at most that flat names have beyond those that the client wrote: the name of a namespace stands in front of each of its tools. */
export function flatNameBytes(tools: unknown): number {
  return flatTools(tools)
    .filter(({ namespace }) => namespace !== undefined)
    .reduce(
      (sum, { namespace }) => sum + Buffer.byteLength(`${String(namespace!['name'])}__`.slice(0, MESSAGES_NAME_CHARS)) + MARKED_CHARS,
      0,
    );
}
