import { isMainThread } from 'node:worker_threads';

/**
 * Loaded before a gateway (`NODE_OPTIONS`): says on standard error who parses or writes more JSON than 1 MiB at once. Nobody else's request may wait for that, so
 * it is nothing for the main thread.
 */
const LARGE_CHARS = 1024 * 1024;

const { parse, stringify } = JSON;
const who = isMainThread ? 'main' : 'aside';

JSON.parse = ((text: string, ...rest: []) => {
  if (String(text).length > LARGE_CHARS) tell('parsed');
  return parse(text, ...rest) as unknown;
}) as typeof parse;

JSON.stringify = ((...args: Parameters<typeof stringify>) => {
  const text = stringify(...args) as string | undefined;
  if (text !== undefined && text.length > LARGE_CHARS) tell('written');
  return text;
}) as typeof stringify;

function tell(what: string): void {
  process.stderr.write(`large JSON ${what} by ${who}\n`);
}
