import { NOTHING, readDirectives, type Directives } from './sandbox.directives.js';

export type Json = Readonly<Record<string, unknown>>;

/** What the sandbox understands of a request, whichever route it came by. */
export interface SandboxRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly choices: number;
  readonly outputLimit: number;
  readonly promptTokens: number;
  readonly lastUserText: string;
  /** The tool that the answer must call, if any. */
  readonly tool: SandboxTool | undefined;
  /** JSON Schema that the answer must have the form of. */
  readonly schema: unknown;
  /** The answer begins with thinking, which counts as output. */
  readonly thinks: boolean;
  readonly directives: Directives;
  /** What is wrong with the directives. */
  readonly complaint: string | undefined;
  readonly body: Json;
}

export interface SandboxTool {
  readonly name: string;
  readonly parameters: unknown;
}

/** One turn of a conversation, with what its content says. */
export interface Turn {
  readonly role: string;
  readonly content: unknown;
}

interface Understood {
  readonly turns: readonly Turn[];
  readonly outputLimit: unknown;
  readonly choices?: unknown;
  readonly tools?: readonly SandboxTool[];
  /** The name of the one tool to call, `any` for whichever, undefined for none. */
  readonly toolChoice?: string | undefined;
  readonly schema?: unknown;
  readonly thinks?: boolean;
}

export const ANY_TOOL = '';
const TOKENS_PER_IMAGE = 85;

/** What all routes have in common. A tool is called until its result stands last: then a conversation can come to its end. */
export function sandboxRequest(body: Json, understood: Understood): SandboxRequest {
  const { turns, tools = [], toolChoice } = understood;
  const lastUserText = textOf(turns.findLast(({ role, content }) => role === 'user' && !hasResult(content))?.content);
  const options = isJson(body['stream_options']) ? body['stream_options'] : {};
  const isAnswered = turns.at(-1)?.role === 'tool' || hasResult(turns.at(-1)?.content);
  const model = String(body['model']);
  const read = readDirectives(lastUserText, model);
  const directives = typeof read === 'string' ? NOTHING : read;
  const wanted = directives.tool ?? toolChoice;
  return {
    model,
    stream: body['stream'] === true,
    includeUsage: options['include_usage'] === true,
    choices: Number(understood.choices ?? 1),
    outputLimit: Number(understood.outputLimit ?? Infinity),
    promptTokens: turns.reduce((sum, { content }) => sum + tokensOf(content), 3),
    lastUserText,
    tool: wanted === undefined || isAnswered ? undefined : tools.find(({ name }) => wanted === ANY_TOOL || name === wanted),
    schema: understood.schema,
    thinks: understood.thinks ?? false,
    directives,
    complaint: typeof read === 'string' ? read : undefined,
    body,
  };
}

function tokensOf(content: unknown): number {
  const images = partsOf(content).filter(({ type }) => /image/.test(String(type))).length;
  return 4 + Math.ceil(Buffer.byteLength(textOf(content)) / 4) + images * TOKENS_PER_IMAGE;
}

/** Anthropic's results of tools stand in a turn of the user. */
function hasResult(content: unknown): boolean {
  return partsOf(content).some(({ type }) => type === 'tool_result');
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return partsOf(content)
    .map(({ text }) => (typeof text === 'string' ? text : ''))
    .join('\n');
}

function partsOf(content: unknown): Json[] {
  return Array.isArray(content) ? content.filter(isJson) : [];
}

export function jsonsOf(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}

export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Undefined where the bytes are no JSON object that names a model. */
export function parseBody(bytes: Buffer): Json | undefined {
  try {
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    return isJson(body) && typeof body['model'] === 'string' ? body : undefined;
  } catch {
    return undefined;
  }
}
