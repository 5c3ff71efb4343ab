import { isObject, type JsonObject } from './refusal.js';
import { flatName, flatTools, type FlatTool } from './tool-namespaces.js';
import { present, type TranslationNotes } from './translation.js';

/** Function tools, the only ones that every provider has, those of namespaces among them; every other kind is refused by its type. */
export function toolsOfResponses(body: JsonObject, notes: TranslationNotes): JsonObject {
  const names = new Set<string>();
  const tools = flatTools(body['tools']).map((flat) => toolOf(flat, names, notes));
  if (tools.length === 0) return {};
  const parallel = typeof body['parallel_tool_calls'] === 'boolean' ? body['parallel_tool_calls'] : undefined;
  return present({ tools, tool_choice: choiceOf(body['tool_choice'], notes), parallel_tool_calls: parallel });
}

function toolOf({ tool, path, namespace, isFirst }: FlatTool, names: Set<string>, notes: TranslationNotes): JsonObject | undefined {
  if (!isObject(tool) || tool['type'] !== 'function')
    return notes.refuse(`${path}.type`, `${path}.type must be function: the provider of this model takes no other tools`);
  const { parameters, strict } = tool;
  if (typeof tool['name'] !== 'string') return notes.refuse(`${path}.name`, `${path}.name must be a string`);
  const name = flatName(namespace?.['name'], tool['name']);
  if (names.has(name)) return notes.refuse(`${path}.name`, `${path}.name is the same as another tool's for this model: ${name}`);
  names.add(name);
  const description = [isFirst ? namespace?.['description'] : undefined, tool['description']]
    .filter((text) => typeof text === 'string')
    .join('\n\n');
  const fields = {
    name,
    description: description === '' ? undefined : description,
    parameters: parameters ?? undefined,
    strict: strict ?? undefined,
  };
  return { type: 'function', function: present(fields) };
}

function choiceOf(choice: unknown, notes: TranslationNotes): unknown {
  if (choice == null || choice === 'none' || choice === 'auto' || choice === 'required') return choice ?? undefined;
  if (isObject(choice) && choice['type'] === 'function')
    return { type: 'function', function: { name: flatName(choice['namespace'], choice['name']) } };
  if (!isObject(choice) || choice['type'] !== 'allowed_tools' || !Array.isArray(choice['tools']))
    return notes.refuse('tool_choice', 'tool_choice must be none, auto, required, a function or allowed_tools for this model');
  const other = choice['tools'].findIndex((tool: unknown) => !isObject(tool) || tool['type'] !== 'function');
  if (other >= 0) notes.refuse(`tool_choice.tools[${other}].type`, 'Allowed tools must be functions for this model');
  const allowed = choice['tools'].filter(isObject);
  const tools = allowed.map(({ namespace, name }) => ({ type: 'function', function: { name: flatName(namespace, name) } }));
  return { type: 'allowed_tools', allowed_tools: { mode: choice['mode'], tools } };
}
