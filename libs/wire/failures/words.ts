import { isObject, type JsonObject } from '../json/object.js';

/** What is passed on of a provider's words: some repeat the whole request. */
const MOST_CHARS = 4_000;
/** Of a page: its title stands at its beginning. */
const MOST_READ_CHARS = 16_384;
/** Of a failure within a failure within a failure. */
const DEEPEST = 6;
const MOST_REASONS = 5;

/** Where the shapes in use have their words, the outer before the inner. */
const MESSAGES = [
  'message',
  'msg',
  'detail',
  'details',
  'error',
  'errors',
  'error_msg',
  'error_message',
  'errorMessage',
  'error_description',
  'title',
  'reason',
];

/**
 * What a failure says, in whatever shape; undefined: nothing. Sources: OpenAI, "Error codes"; Anthropic, "Errors"; vLLM, `ErrorResponse`; Google, `google.rpc.Status`, in an
 * array where its OpenAI-compatible route says it; FastAPI, "Handling errors", and with it Mistral (`message.detail`); OpenRouter, "Errors" (`metadata.raw`); RFC 9457.
 */
export function wordsOf(value: unknown): string | undefined {
  const words = found(value, 0)?.trim();
  if (words === undefined || words === '') return undefined;
  return words.length > MOST_CHARS ? `${words.slice(0, MOST_CHARS)} …` : words;
}

function found(value: unknown, depth: number): string | undefined {
  if (depth > DEEPEST || value == null) return undefined;
  if (typeof value === 'string') return nested(value, depth) ?? (value.trim() === '' ? undefined : value);
  if (Array.isArray(value)) return listed(value, depth);
  if (!isObject(value)) return undefined;
  const place = placeOf(value);
  for (const name of MESSAGES) {
    const words = found(value[name], depth + 1);
    if (words !== undefined) return withCause(place === undefined ? words : `${place}: ${words}`, value, depth);
  }
  return undefined;
}

/** JSON within a text, as proxies put the body of one failure into the message of another. */
function nested(text: string, depth: number): string | undefined {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return undefined;
  try {
    return found(JSON.parse(trimmed), depth + 1);
  } catch {
    return undefined;
  }
}

function listed(values: readonly unknown[], depth: number): string | undefined {
  const words = values.slice(0, MOST_REASONS).flatMap((value) => found(value, depth + 1) ?? []);
  return words.length > 0 ? words.join('; ') : undefined;
}

/** FastAPI names the place of each mistake. */
function placeOf({ loc, msg }: JsonObject): string | undefined {
  return Array.isArray(loc) && typeof msg === 'string' ? loc.filter((part) => part !== 'body').join('.') || undefined : undefined;
}

/** What a router was told by the provider behind it says more than its own words. */
function withCause(words: string, { metadata }: JsonObject, depth: number): string {
  const cause = isObject(metadata) ? found(metadata['raw'], depth + 1) : undefined;
  return cause === undefined || words.includes(cause) ? words : `${words}: ${cause}`;
}

/** The words of a page or of a text, as proxies and gateways send them: its title and heading, else what is readable of it. */
export function wordsOfText(whole: string): string | undefined {
  const text = whole.slice(0, MOST_READ_CHARS);
  if (!/<(?:!doctype|html|head|body|title|h1)\b/i.test(text.slice(0, 2_048))) return wordsOf(plain(text));
  const titled = [/<title[^>]*>([^<]*)/i, /<h1[^>]*>([^<]*)/i].flatMap((tag) => tag.exec(text)?.[1] ?? []).map(plain);
  const words = [...new Set(titled.filter((each) => each !== ''))];
  return wordsOf(
    words.length > 0 ? words.join(': ') : plain(text.replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ')),
  );
}

/** On one line, without what no text has. */
function plain(text: string): string {
  return text
    .replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_all, name: string) => ENTITIES[name] ?? ' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
