import { isObject, type JsonObject } from '../json/object.js';
import type { Edits } from './fitted.js';
import type { TargetTraits, ToolChoiceForm } from './target-traits.js';

/** `strict` and the forms of `tool_choice`, wherever a route has them. */
export function toolEdits(body: JsonObject, { strictSchema, toolChoice }: TargetTraits, edits: Edits, dropped: string[]): void {
  if (!strictSchema) strictEdits(body, edits, dropped);
  if (toolChoice) choiceEdits(body, toolChoice, edits, dropped);
}

/** `false` is what it is without a word. */
function strictEdits(body: JsonObject, edits: Edits, dropped: string[]): void {
  const { tools, response_format: format, text } = body;
  if (Array.isArray(tools) && !('tools' in edits) && tools.some((tool) => strictOf(tool) !== undefined)) {
    edits['tools'] = tools.map((tool: unknown) => withoutStrict(tool));
    if (tools.some((tool) => strictOf(tool) === true)) dropped.push('tools.strict');
  }
  const schema = isObject(format) ? format['json_schema'] : undefined;
  if (isObject(format) && isObject(schema) && 'strict' in schema && !('response_format' in edits)) {
    edits['response_format'] = { ...format, json_schema: { ...schema, strict: undefined } };
    if (schema['strict'] === true) dropped.push('response_format');
  }
  const told = isObject(text) ? text['format'] : undefined;
  if (isObject(text) && isObject(told) && 'strict' in told) {
    edits['text'] = { ...text, format: { ...told, strict: undefined } };
    if (told['strict'] === true) dropped.push('text.format');
  }
}

function strictOf(tool: unknown): unknown {
  if (!isObject(tool)) return undefined;
  return isObject(tool['function']) ? tool['function']['strict'] : tool['strict'];
}

function withoutStrict(tool: unknown): unknown {
  if (!isObject(tool)) return tool;
  if (isObject(tool['function'])) return { ...tool, function: { ...tool['function'], strict: undefined } };
  return { ...tool, strict: undefined };
}

/** A form that is not taken is said by another where that means the same: one tool alone, and it is required. */
function choiceEdits(body: JsonObject, taken: readonly ToolChoiceForm[], edits: Edits, dropped: string[]): void {
  const { tool_choice: choice, tools } = body;
  const form = formOf(choice);
  if (form === undefined || taken.includes(form)) return;
  const list: unknown[] = Array.isArray(edits['tools']) ? edits['tools'] : Array.isArray(tools) ? tools : [];
  const named = form === 'named' ? list.filter((tool) => nameOf(tool) === nameOf(choice)) : [];
  if (named.length === 1 && taken.includes('required')) {
    edits['tools'] = named;
    edits['tool_choice'] = typeof (choice as JsonObject)['name'] === 'string' && isMessages(choice) ? { type: 'any' } : 'required';
    return;
  }
  edits['tool_choice'] = undefined;
  if (form === 'none') edits['tools'] = undefined;
  else if (form !== 'auto') dropped.push('tool_choice');
}

function formOf(choice: unknown): ToolChoiceForm | undefined {
  const said = isObject(choice) ? choice['type'] : choice;
  if (said === 'none' || said === 'auto' || said === 'required') return said;
  if (said === 'any') return 'required';
  return said === 'function' || said === 'tool' ? 'named' : undefined;
}

function nameOf(tool: unknown): unknown {
  if (!isObject(tool)) return undefined;
  return isObject(tool['function']) ? tool['function']['name'] : tool['name'];
}

const isMessages = (choice: unknown): boolean => isObject(choice) && choice['type'] === 'tool';
