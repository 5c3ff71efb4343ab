import { refuse, type WireRefusal } from '../common/refusal.js';
import type { WireInput } from '../common/wire-input.js';
import { isObject } from '../json/object.js';

/** Run by the client, described by the provider; toolsets are described at a length that nobody publishes. */
const CLIENT_TOOL = /^(?:bash|text_editor|memory)_\d+$/;
const CLIENT_TOOLSET = /^(?:computer|browser_toolset|computer_toolset)_\d+$/;

/** Tools of Messages: only those that cost nothing beside tokens. */
export function checkMessagesTools(tools: unknown, input: WireInput): WireRefusal | undefined {
  if (tools == null) return undefined;
  if (!Array.isArray(tools)) return refuse('tools', 'tools must be an array');
  for (let index = 0; index < tools.length; index += 1) {
    const refusal = checkTool(tools[index], `tools[${index}]`, input);
    if (refusal) return refusal;
  }
  return undefined;
}

/** A tool that a conversation adds on its way. Source: the SDK's `BetaRequestToolAdditionBlock`; its other kinds name what is declared elsewhere. */
export function checkAddedTool(added: unknown, path: string, input: WireInput): WireRefusal | undefined {
  if (!isObject(added)) return refuse(path, `${path} must be an object`);
  return added['definition'] === undefined ? undefined : checkTool(added['definition'], `${path}.definition`, input);
}

function checkTool(tool: unknown, path: string, input: WireInput): WireRefusal | undefined {
  if (!isObject(tool)) return refuse(path, `${path} must be an object`);
  const type = tool['type'] ?? 'custom';
  if (typeof type !== 'string') return refuse(`${path}.type`, `${path}.type must be a string`);
  if (type === 'custom' || CLIENT_TOOL.test(type)) return undefined;
  if (!CLIENT_TOOLSET.test(type))
    return refuse(
      `${path}.type`,
      'Tools must be run by the client: hosted tools are charged by the call, which this gateway does not cover',
    );
  input.needsContextWindow = true;
  return undefined;
}
