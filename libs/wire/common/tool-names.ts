import { createHash } from 'node:crypto';

/** The longest name of a tool. Source: OpenAI's SDK, `FunctionDefinition.name`; both protocols take `[a-zA-Z0-9_-]` and nothing else. */
export const CHAT_NAME_CHARS = 64;
/** Source: Anthropic, "Create a message", tools: a longer name is refused. */
export const MESSAGES_NAME_CHARS = 128;
const MARK_CHARS = 8;
/** What a name can gain when it is told apart from another: the mark and what stands before it. */
export const MARKED_CHARS = MARK_CHARS + 1;

/** A tool as the client calls it. Only Responses has namespaces. */
export interface ClientTool {
  readonly name: string;
  readonly namespace?: string;
}

/**
 * What the tools of one request are called at its provider, and back. A name that fits stays what it is; `crm` and `search` become `crm__search`; one
 * that is too long, or that would be another's, ends in a mark of the whole. The same tools in the same order always get the same names, so that they
 * need not be remembered: the answer is read with the names of its request.
 */
export class ToolNames {
  private readonly given = new Map<string, string>();
  private readonly clients = new Map<string, ClientTool>();

  /** `tools`: all that the request names, earlier calls and its choice included, in any number of repetitions. */
  constructor(
    tools: readonly ClientTool[],
    private readonly mostChars: number,
  ) {
    const fits = ({ name, namespace }: ClientTool) => namespace === undefined && name.length <= mostChars;
    for (const tool of tools) if (fits(tool)) this.give(tool, tool.name);
    for (const tool of tools) if (!this.given.has(keyOf(tool))) this.give(tool, this.nameFor(tool));
  }

  /** Anything that is no name stays as it is: the provider says what it thinks of it. */
  atProvider(name: unknown, namespace?: unknown): unknown {
    if (typeof name !== 'string') return name;
    return this.given.get(keyOf(typeof namespace === 'string' ? { name, namespace } : { name })) ?? name;
  }

  /** A model may call what nobody has declared. */
  atClient(name: string): ClientTool {
    return this.clients.get(name) ?? { name };
  }

  /** Those that the provider calls otherwise, by its name for them. */
  renamed(): ReadonlyMap<string, ClientTool> {
    return new Map([...this.clients].filter(([given, { name, namespace }]) => given !== name || namespace !== undefined));
  }

  private give(tool: ClientTool, name: string): void {
    this.given.set(keyOf(tool), name);
    this.clients.set(name, tool);
  }

  private nameFor(tool: ClientTool): string {
    const whole = tool.namespace === undefined ? tool.name : `${tool.namespace}__${tool.name}`;
    let name = whole;
    for (let attempt = 0; name.length > this.mostChars || this.clients.has(name); attempt += 1) {
      const mark = markOf(attempt === 0 ? whole : `${attempt} ${keyOf(tool)}`);
      name = `${whole.slice(0, this.mostChars - MARKED_CHARS)}_${mark}`;
    }
    return name;
  }
}

const markOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, MARK_CHARS);

/** The name itself where it stands alone, which is nearly always; no name begins as the other kind does. */
function keyOf({ name, namespace }: ClientTool): string {
  return namespace === undefined ? name : `\u0000${JSON.stringify([namespace, name])}`;
}

/** The tools among values of any kind. */
export function clientTools(values: readonly unknown[]): ClientTool[] {
  return values.flatMap((value): ClientTool[] => {
    const { name, namespace } = (value ?? {}) as { readonly name?: unknown; readonly namespace?: unknown };
    if (typeof name !== 'string') return [];
    return [typeof namespace === 'string' ? { name, namespace } : { name }];
  });
}
