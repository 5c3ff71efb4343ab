import { isObject } from '../json/object.js';

/** What answers are made of, by dialect. What is in no table goes on as it came, or is left out of a translation, and the answer is marked. */

/** Roles of an answer in every dialect. Some providers leave it out, or empty. */
const isAnswerRole = (role: unknown): boolean => role == null || role === '' || role === 'assistant';

/** Parts of `content` where it is a list: OpenAI, "The chat completion object"; Mistral, API reference, "ContentChunk". */
const CHAT_PARTS: ReadonlySet<unknown> = new Set([
  ...[
    'text',
    'refusal',
    'thinking',
    'reasoning',
    'reference',
    'tool_reference',
    'image_url',
    'image',
    'output_text',
    'input_audio',
    'audio',
  ],
  ...['document_url', 'file'],
]);

/** Source: the SDK's `BetaContentBlock`. */
const MESSAGES_BLOCKS: ReadonlySet<unknown> = new Set([
  ...['text', 'thinking', 'redacted_thinking', 'tool_use', 'server_tool_use', 'web_search_tool_result', 'web_fetch_tool_result'],
  ...['advisor_tool_result', 'code_execution_tool_result', 'bash_code_execution_tool_result', 'text_editor_code_execution_tool_result'],
  ...['tool_search_tool_result', 'mcp_tool_use', 'mcp_tool_result', 'container_upload', 'compaction', 'fallback', 'mcp_tool_listing'],
]);

/** Source: the SDK's `ResponseOutputItem`. */
const RESPONSES_ITEMS: ReadonlySet<unknown> = new Set([
  ...['message', 'file_search_call', 'function_call', 'function_call_output', 'web_search_call', 'computer_call', 'computer_call_output'],
  ...['reasoning', 'program', 'program_output', 'tool_search_call', 'tool_search_output', 'additional_tools', 'compaction'],
  ...['image_generation_call', 'code_interpreter_call', 'local_shell_call', 'local_shell_call_output', 'shell_call', 'shell_call_output'],
  ...['apply_patch_call', 'apply_patch_call_output', 'mcp_call', 'mcp_list_tools', 'mcp_approval_request', 'mcp_approval_response'],
  ...['custom_tool_call', 'custom_tool_call_output'],
]);

/** `role.…` and `content.…` of what is not known; most answers have nothing of the kind. */
export class UnknownContent {
  private readonly found: string[] = [];

  get names(): readonly string[] {
    return this.found;
  }

  chatMessage(message: unknown): void {
    if (!isObject(message)) return;
    this.role(message['role']);
    const { content } = message;
    if (Array.isArray(content)) this.all(content, CHAT_PARTS);
  }

  message({ role, content }: { readonly role?: unknown; readonly content?: unknown }): void {
    this.role(role);
    if (Array.isArray(content)) this.all(content, MESSAGES_BLOCKS);
  }

  block(block: unknown): void {
    this.one(block, MESSAGES_BLOCKS);
  }

  item(item: unknown): void {
    this.one(item, RESPONSES_ITEMS);
  }

  items(output: unknown): void {
    if (Array.isArray(output)) this.all(output, RESPONSES_ITEMS);
  }

  private role(role: unknown): void {
    if (!isAnswerRole(role)) this.found.push(`role.${asName(role)}`);
  }

  private all(parts: readonly unknown[], known: ReadonlySet<unknown>): void {
    for (const part of parts) this.one(part, known);
  }

  private one(part: unknown, known: ReadonlySet<unknown>): void {
    if (isObject(part) && !known.has(part['type'])) this.found.push(`content.${asName(part['type'])}`);
  }
}

const asName = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined'));
