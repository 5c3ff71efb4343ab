import { readDirectives, type Directives } from './sandbox.directives.js';

type Json = Record<string, unknown>;

/** What the sandbox understands of a chat request. */
export interface SandboxRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly choices: number;
  readonly outputLimit: number;
  readonly promptTokens: number;
  readonly lastUserText: string;
  /** The tool that the answer must call, if any. */
  readonly tool: { readonly name: string; readonly parameters: unknown } | undefined;
  readonly directives: Directives;
}

/** Undefined where it is no chat request. */
export function readSandboxRequest(bytes: Buffer): SandboxRequest | undefined {
  let body: unknown;
  try {
    body = JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
  if (!isJson(body) || typeof body['model'] !== 'string' || !Array.isArray(body['messages'])) return undefined;
  const messages = body['messages'].filter(isJson);
  const lastUserText = textOf(messages.findLast(({ role }) => role === 'user')?.['content']);
  const options = isJson(body['stream_options']) ? body['stream_options'] : {};
  return {
    model: body['model'],
    stream: body['stream'] === true,
    includeUsage: options['include_usage'] === true,
    choices: Number(body['n'] ?? 1),
    outputLimit: Number(body['max_completion_tokens'] ?? body['max_tokens'] ?? Infinity),
    promptTokens: messages.reduce((sum, message) => sum + 4 + Math.ceil(Buffer.byteLength(textOf(message['content'])) / 4), 3),
    lastUserText,
    tool: chosenTool(body, messages),
    directives: readDirectives(lastUserText),
  };
}

/** `tools` with a `tool_choice` is answered by a call, until a tool's result stands last: then a conversation can come to its end. */
function chosenTool(body: Json, messages: readonly Json[]): SandboxRequest['tool'] {
  const { tools, tool_choice: choice } = body;
  if (!Array.isArray(tools) || choice == null || choice === 'none' || messages.at(-1)?.['role'] === 'tool') return undefined;
  const functions = tools.map((tool: unknown) => (isJson(tool) ? tool['function'] : undefined)).filter(isJson);
  const wanted = isJson(choice) && isJson(choice['function']) ? choice['function']['name'] : undefined;
  const tool = functions.find(({ name }) => wanted === undefined || name === wanted);
  return tool && { name: String(tool['name']), parameters: tool['parameters'] };
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: unknown) => (isJson(part) && typeof part['text'] === 'string' ? part['text'] : '')).join('\n');
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
