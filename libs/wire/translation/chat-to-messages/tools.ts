import { pick } from '../../common/carried.js';
import { isObject, type JsonObject } from '../../json/object.js';
import { schemaForMessages } from '../json-schema.js';
import { present, type TranslationNotes } from '../translation.js';

/** Members of tools of Messages that some clients put beside those of Chat Completions. */
const ALSO_OF_MESSAGES = ['cache_control', 'eager_input_streaming', 'input_examples', 'defer_loading'] as const;
const TOOL: ReadonlySet<string> = new Set(['type', 'function', ...ALSO_OF_MESSAGES]);
const FUNCTION: ReadonlySet<string> = new Set(['name', 'description', 'parameters', 'strict', ...ALSO_OF_MESSAGES]);

export interface MessagesTools {
  readonly members: JsonObject;
  /** The model has to call a tool. */
  readonly isForced: boolean;
}

/** `tools`, `tool_choice` and `parallel_tool_calls`. A choice without tools would be refused by Messages, so it is told only with some. */
export function toolsOfChat(body: JsonObject, notes: TranslationNotes): MessagesTools {
  const all = (Array.isArray(body['tools']) ? body['tools'] : []).map((tool: unknown, index) => toolOf(tool, `tools[${index}]`, notes));
  const allowed = allowedNames(body['tool_choice'], notes);
  const tools = all.filter((tool) => tool !== undefined).filter((tool) => allowed === undefined || allowed.has(tool['name']));
  const choice = choiceOf(body['tool_choice'], notes);
  const isForced = choice?.['type'] === 'any' || choice?.['type'] === 'tool';
  if (tools.length === 0) {
    if (isForced) notes.refuse('tool_choice', 'tool_choice asks for a call, but there is no tool to call');
    return { members: {}, isForced: false };
  }
  return { members: present({ tools, tool_choice: withParallel(choice, body['parallel_tool_calls']) }), isForced };
}

function toolOf(tool: unknown, path: string, notes: TranslationNotes): JsonObject | undefined {
  if (!isObject(tool) || tool['type'] !== 'function' || !isObject(tool['function']))
    return notes.refuse(`${path}.type`, `${path}.type must be function: the provider of this model takes no other tools`);
  notes.dropOthers(tool, TOOL, {}, 'tools.');
  notes.dropOthers(tool['function'], FUNCTION, {}, 'tools.function.');
  const { name, description, parameters, strict } = tool['function'];
  if (typeof name !== 'string') return notes.refuse(`${path}.function.name`, `${path}.function.name must be a string`);
  const schema = isObject(parameters) ? parameters : { properties: {} };
  if (schema['type'] != null && schema['type'] !== 'object')
    return notes.refuse(`${path}.function.parameters.type`, `${path}.function.parameters.type must be object`);
  const input: JsonObject = { ...schema, type: 'object' };
  return present({
    name,
    description: description ?? undefined,
    input_schema: strict === true ? (schemaForMessages(input) ?? input) : input,
    strict: typeof strict === 'boolean' ? strict : undefined,
    ...pick(tool['function'], ALSO_OF_MESSAGES),
    ...pick(tool, ALSO_OF_MESSAGES),
  });
}

function choiceOf(choice: unknown, notes: TranslationNotes): JsonObject | undefined {
  if (choice == null) return undefined;
  if (choice === 'auto' || choice === 'none') return { type: choice };
  if (choice === 'required') return { type: 'any' };
  if (isObject(choice) && choice['type'] === 'function' && isObject(choice['function']))
    return { type: 'tool', name: choice['function']['name'] };
  if (isObject(choice) && choice['type'] === 'allowed_tools' && isObject(choice['allowed_tools']))
    return { type: choice['allowed_tools']['mode'] === 'required' ? 'any' : 'auto' };
  return notes.refuse('tool_choice', 'tool_choice must be none, auto, required, a function or allowed_tools');
}

/** Messages cannot narrow its choice, so the tools that are not allowed are not sent. */
function allowedNames(choice: unknown, notes: TranslationNotes): ReadonlySet<unknown> | undefined {
  const allowed = isObject(choice) && choice['type'] === 'allowed_tools' ? choice['allowed_tools'] : undefined;
  if (!isObject(allowed) || !Array.isArray(allowed['tools'])) return undefined;
  const names = allowed['tools'].map((tool: unknown) =>
    isObject(tool) && isObject(tool['function']) ? tool['function']['name'] : undefined,
  );
  const other = names.findIndex((name) => typeof name !== 'string');
  if (other >= 0) notes.refuse(`tool_choice.allowed_tools.tools[${other}]`, 'Allowed tools must be functions');
  return new Set(names);
}

function withParallel(choice: JsonObject | undefined, parallel: unknown): JsonObject | undefined {
  if (parallel !== false || choice?.['type'] === 'none') return choice;
  return { ...(choice ?? { type: 'auto' }), disable_parallel_tool_use: true };
}
