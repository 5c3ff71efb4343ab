import { CHAT_NAME_CHARS, ToolNames, clientTools } from '../../common/tool-names.js';
import { isObject, type JsonObject } from '../../json/object.js';
import { present, type TranslationNotes } from '../translation.js';

const UNDERSTOOD: ReadonlySet<string> = new Set(['type', 'name', 'description', 'input_schema', 'strict']);

const CHOICE: ReadonlySet<string> = new Set(['type', 'name', 'disable_parallel_tool_use']);

/** What all tools that a body of Messages names are called in Chat Completions. */
export function toolNamesOfMessages({ tools, tool_choice: choice, messages }: JsonObject): ToolNames {
  const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
  const blocks = list(messages).flatMap((message) => (isObject(message) ? list(message['content']) : []));
  const calls = blocks.filter((block) => isObject(block) && block['type'] === 'tool_use');
  return new ToolNames(clientTools([...list(tools), choice, ...calls]), CHAT_NAME_CHARS);
}

/** `tools` and `tool_choice`, with what `disable_parallel_tool_use` says. */
export function toolsOfMessages(body: JsonObject, names: ToolNames, notes: TranslationNotes): JsonObject {
  const given: unknown[] = Array.isArray(body['tools']) ? body['tools'] : [];
  const tools = given.map((tool, index) => toolOf(tool, `tools[${index}]`, names, notes));
  if (tools.length === 0) return {};
  const { tool_choice: choice } = body;
  if (isObject(choice)) notes.dropOthers(choice, CHOICE, {}, 'tool_choice.');
  const parallel = isObject(choice) && choice['disable_parallel_tool_use'] === true ? false : undefined;
  return present({ tools, tool_choice: choiceOf(choice, names, notes), parallel_tool_calls: parallel });
}

function toolOf(tool: unknown, path: string, names: ToolNames, notes: TranslationNotes): JsonObject | undefined {
  if (!isObject(tool)) return notes.refuse(path, `${path} must be an object`);
  if (tool['type'] != null && tool['type'] !== 'custom')
    return notes.refuse(`${path}.type`, `${path}.type must be custom: the provider of this model takes no other tools`);
  if (typeof tool['name'] !== 'string') return notes.refuse(`${path}.name`, `${path}.name must be a string`);
  notes.dropOthers(tool, UNDERSTOOD, {}, 'tools.');
  const { name, description, input_schema: parameters, strict } = tool;
  return {
    type: 'function',
    function: present({
      name: names.atProvider(name),
      description: description ?? undefined,
      parameters: parameters ?? undefined,
      strict: typeof strict === 'boolean' ? strict : undefined,
    }),
  };
}

function choiceOf(choice: unknown, names: ToolNames, notes: TranslationNotes): unknown {
  if (choice == null) return undefined;
  switch (isObject(choice) ? choice['type'] : undefined) {
    case 'auto':
    case 'none':
      return (choice as JsonObject)['type'];
    case 'any':
      return 'required';
    case 'tool':
      return { type: 'function', function: { name: names.atProvider((choice as JsonObject)['name']) } };
    default:
      return notes.refuse('tool_choice.type', 'tool_choice.type must be auto, any, tool or none');
  }
}
