import { isObject } from '../json/object.js';
import { readSseFields, type SseFields } from './frames.js';

/** Values of one event that are read at most; what any dialect reads of one has some hundreds. */
const MOST_READ = 5_000;
/** Of one array or object: a long one leaves room for what stands beside it. */
const MOST_OF_ONE = 256;

/**
 * What is read of an event that is too heavy to be parsed by the thread that serves everybody: its fields, the data with what lies deepest left out. The event itself
 * goes on as it came. Data that is no JSON is no event.
 */
export function abridgedEvent(frame: Buffer): SseFields {
  const { event, data } = readSseFields(frame);
  if (data === undefined) return { event, data };
  try {
    return { event, data: JSON.stringify(abridged(JSON.parse(data))) };
  } catch {
    return { event, data: '' };
  }
}

/** Breadth first: usage, errors and ids stand above what they are about. What has no room any more is left out. */
function abridged(whole: unknown): unknown {
  const root: { value?: unknown } = {};
  const waiting: { readonly from: unknown; readonly put: (value: unknown) => void }[] = [
    { from: whole, put: (value) => (root.value = value) },
  ];
  let left = MOST_READ;
  for (let next = waiting.shift(); next && left > 0; next = waiting.shift()) {
    const { from, put } = next;
    left -= 1;
    if (Array.isArray(from)) {
      const made: unknown[] = [];
      put(made);
      for (const each of from.slice(0, MOST_OF_ONE)) waiting.push({ from: each, put: (value) => made.push(value) });
    } else if (isObject(from)) {
      const made: Record<string, unknown> = {};
      put(made);
      for (const [name, each] of Object.entries(from).slice(0, MOST_OF_ONE))
        waiting.push({ from: each, put: (value) => Object.defineProperty(made, name, { value, enumerable: true }) });
    } else put(from);
  }
  return root.value;
}
