import { isObject, type JsonObject } from './refusal.js';
import { present, type TranslationNotes } from './translation.js';

/** Function tools, the only ones that every provider has; every other kind is refused by its type. */
export function toolsOfResponses(body: JsonObject, notes: TranslationNotes): JsonObject {
  const given: unknown[] = Array.isArray(body['tools']) ? body['tools'] : [];
  const tools = given.map((tool, index) => toolOf(tool, `tools[${index}]`, notes));
  if (tools.length === 0) return {};
  const parallel = typeof body['parallel_tool_calls'] === 'boolean' ? body['parallel_tool_calls'] : undefined;
  return present({ tools, tool_choice: choiceOf(body['tool_choice'], notes), parallel_tool_calls: parallel });
}

function toolOf(tool: unknown, path: string, notes: TranslationNotes): JsonObject | undefined {
  if (!isObject(tool) || tool['type'] !== 'function')
    return notes.refuse(`${path}.type`, `${path}.type must be function: the provider of this model takes no other tools`);
  const { name, description, parameters, strict } = tool;
  if (typeof name !== 'string') return notes.refuse(`${path}.name`, `${path}.name must be a string`);
  const fields = { name, description: description ?? undefined, parameters: parameters ?? undefined, strict: strict ?? undefined };
  return { type: 'function', function: present(fields) };
}

function choiceOf(choice: unknown, notes: TranslationNotes): unknown {
  if (choice == null || choice === 'none' || choice === 'auto' || choice === 'required') return choice ?? undefined;
  if (isObject(choice) && choice['type'] === 'function') return { type: 'function', function: { name: choice['name'] } };
  if (!isObject(choice) || choice['type'] !== 'allowed_tools' || !Array.isArray(choice['tools']))
    return notes.refuse('tool_choice', 'tool_choice must be none, auto, required, a function or allowed_tools for this model');
  const other = choice['tools'].findIndex((tool: unknown) => !isObject(tool) || tool['type'] !== 'function');
  if (other >= 0) notes.refuse(`tool_choice.tools[${other}].type`, 'Allowed tools must be functions for this model');
  const tools = choice['tools'].filter(isObject).map(({ name }) => ({ type: 'function', function: { name } }));
  return { type: 'allowed_tools', allowed_tools: { mode: choice['mode'], tools } };
}
