import { ToolNames, clientTools } from '../../common/tool-names.js';
import { flatTools, type FlatTool } from '../../common/tool-namespaces.js';
import { isObject, type JsonObject } from '../../json/object.js';
import { present, type TranslationNotes } from '../translation.js';

/** What all tools that a body of Responses names are called elsewhere, in so many characters. */
export function toolNamesOfResponses({ tools, tool_choice: choice, input }: JsonObject, mostChars: number): ToolNames {
  const declared = flatTools(tools).map(({ tool, namespace }) =>
    isObject(tool) ? { name: tool['name'], namespace: namespace?.['name'] } : tool,
  );
  const allowed: unknown[] = isObject(choice) && Array.isArray(choice['tools']) ? choice['tools'] : [];
  const items: unknown[] = Array.isArray(input) ? input : [];
  const calls = items.filter((item) => isObject(item) && item['type'] === 'function_call');
  return new ToolNames(clientTools([...declared, choice, ...allowed, ...calls]), mostChars);
}

/** Function tools, the only ones that every provider has, those of namespaces among them; every other kind is refused by its type. */
export function toolsOfResponses(body: JsonObject, names: ToolNames, notes: TranslationNotes, upstream: 'chat' | 'messages'): JsonObject {
  const taken = new Set<unknown>();
  const tools = flatTools(body['tools']).map((flat) => toolOf(flat, names, taken, { upstream, notes }));
  if (tools.length === 0) return {};
  const parallel = typeof body['parallel_tool_calls'] === 'boolean' ? body['parallel_tool_calls'] : undefined;
  return present({ tools, tool_choice: choiceOf(body['tool_choice'], names, notes), parallel_tool_calls: parallel });
}

/** `cache_control` is of Messages: the step behind this one knows what becomes of it. */
const TOOL: ReadonlySet<string> = new Set(['type', 'name', 'description', 'parameters', 'strict', 'cache_control']);

function toolOf(
  { tool, path, namespace, isFirst }: FlatTool,
  names: ToolNames,
  taken: Set<unknown>,
  { upstream, notes }: { readonly upstream: 'chat' | 'messages'; readonly notes: TranslationNotes },
): JsonObject | undefined {
  if (!isObject(tool) || tool['type'] !== 'function')
    return notes.refuse(`${path}.type`, `${path}.type must be function: the provider of this model takes no other tools`);
  const { parameters, strict } = tool;
  notes.dropOthers(tool, TOOL, {}, 'tools.');
  if (typeof tool['name'] !== 'string') return notes.refuse(`${path}.name`, `${path}.name must be a string`);
  const name = names.atProvider(tool['name'], namespace?.['name']);
  if (taken.has(name)) return notes.refuse(`${path}.name`, `${path}.name is declared twice`);
  taken.add(name);
  const description = [isFirst ? namespace?.['description'] : undefined, tool['description']]
    .filter((text) => typeof text === 'string')
    .join('\n\n');
  const fields = {
    name,
    description: description === '' ? undefined : description,
    parameters: parameters ?? undefined,
    strict: strict ?? undefined,
  };
  const { cache_control: cached } = tool;
  if (cached != null && upstream === 'chat') notes.drop('tools.cache_control');
  return { type: 'function', function: present(fields), ...(cached != null && upstream === 'messages' && { cache_control: cached }) };
}

function choiceOf(choice: unknown, names: ToolNames, notes: TranslationNotes): unknown {
  if (choice == null || choice === 'none' || choice === 'auto' || choice === 'required') return choice ?? undefined;
  if (isObject(choice) && choice['type'] === 'function')
    return { type: 'function', function: { name: names.atProvider(choice['name'], choice['namespace']) } };
  if (!isObject(choice) || choice['type'] !== 'allowed_tools' || !Array.isArray(choice['tools']))
    return notes.refuse('tool_choice', 'tool_choice must be none, auto, required, a function or allowed_tools for this model');
  const other = choice['tools'].findIndex((tool: unknown) => !isObject(tool) || tool['type'] !== 'function');
  if (other >= 0) notes.refuse(`tool_choice.tools[${other}].type`, 'Allowed tools must be functions for this model');
  const allowed = choice['tools'].filter(isObject);
  const tools = allowed.map(({ namespace, name }) => ({ type: 'function', function: { name: names.atProvider(name, namespace) } }));
  return { type: 'allowed_tools', allowed_tools: { mode: choice['mode'], tools } };
}
