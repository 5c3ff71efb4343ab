import { refuse, type WireRefusal } from '../common/refusal.js';
import { isObject } from '../json/object.js';

/** Run by the client: they cost tokens and nothing else. Source: the SDK's `Tool` union. */
const CLIENT_TOOLS: ReadonlySet<unknown> = new Set([
  'function',
  'custom',
  'local_shell',
  'apply_patch',
  'computer',
  'computer_use_preview',
]);

/** Tools of Responses, wherever they stand: only those that cost nothing beside tokens. */
export function checkClientTools(tools: unknown, path: string): WireRefusal | undefined {
  if (tools == null) return undefined;
  if (!Array.isArray(tools)) return refuse(path, `${path} must be an array`);
  for (let index = 0; index < tools.length; index += 1) {
    const refusal = checkTool(tools[index], `${path}[${index}]`);
    if (refusal) return refusal;
  }
  return undefined;
}

function checkTool(tool: unknown, path: string): WireRefusal | undefined {
  if (!isObject(tool)) return refuse(path, `${path} must be an object`);
  if (CLIENT_TOOLS.has(tool['type'])) return undefined;
  if (tool['type'] === 'namespace') return checkClientTools(tool['tools'], `${path}.tools`);
  if (tool['type'] === 'shell' && isObject(tool['environment']) && tool['environment']['type'] === 'local') return undefined;
  return refuse(`${path}.type`, 'Tools must be run by the client: hosted tools are charged by the call, which this gateway does not cover');
}
