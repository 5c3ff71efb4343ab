import { isObject, type JsonObject } from './refusal.js';
import { present, type TranslationNotes } from './translation.js';

const UNDERSTOOD: ReadonlySet<string> = new Set(['type', 'name', 'description', 'input_schema', 'strict']);

/** `tools` and `tool_choice`, with what `disable_parallel_tool_use` says. */
export function toolsOfMessages(body: JsonObject, notes: TranslationNotes): JsonObject {
  const given: unknown[] = Array.isArray(body['tools']) ? body['tools'] : [];
  const tools = given.map((tool, index) => toolOf(tool, `tools[${index}]`, notes));
  if (tools.length === 0) return {};
  const { tool_choice: choice } = body;
  const parallel = isObject(choice) && choice['disable_parallel_tool_use'] === true ? false : undefined;
  return present({ tools, tool_choice: choiceOf(choice, notes), parallel_tool_calls: parallel });
}

function toolOf(tool: unknown, path: string, notes: TranslationNotes): JsonObject | undefined {
  if (!isObject(tool)) return notes.refuse(path, `${path} must be an object`);
  if (tool['type'] != null && tool['type'] !== 'custom')
    return notes.refuse(`${path}.type`, `${path}.type must be custom: the provider of this model takes no other tools`);
  if (typeof tool['name'] !== 'string') return notes.refuse(`${path}.name`, `${path}.name must be a string`);
  notes.dropOthers(tool, UNDERSTOOD, {}, 'tools.');
  const { name, description, input_schema: parameters, strict } = tool;
  return {
    type: 'function',
    function: present({
      name,
      description: description ?? undefined,
      parameters: parameters ?? undefined,
      strict: typeof strict === 'boolean' ? strict : undefined,
    }),
  };
}

function choiceOf(choice: unknown, notes: TranslationNotes): unknown {
  if (choice == null) return undefined;
  switch (isObject(choice) ? choice['type'] : undefined) {
    case 'auto':
    case 'none':
      return (choice as JsonObject)['type'];
    case 'any':
      return 'required';
    case 'tool':
      return { type: 'function', function: { name: (choice as JsonObject)['name'] } };
    default:
      return notes.refuse('tool_choice.type', 'tool_choice.type must be auto, any, tool or none');
  }
}
