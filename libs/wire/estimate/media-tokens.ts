import { isObject, type JsonObject } from '../json/object.js';
import { parseDataUrl } from '../translation/data-url.js';
import { countPdfPages } from './pdf-pages.js';

/** One of 1024 × 1024 at high detail. Source: OpenAI, "Images and vision", calculating costs. */
const TOKENS_PER_IMAGE = 765;
/** Of 1,500 to 3,000 that a page of text takes: an estimate is rather too low. Source: Anthropic, "PDF support", estimate your costs. */
const TOKENS_PER_PAGE = 1_500;
/** Of a file whose pages cannot be counted: our own figure, that of a page with some graphics. */
const BYTES_PER_PAGE = 50_000;
/** A file that is linked, which nobody fetches for an estimate, counts as three pages: the example of the page named above. */
const LINKED_FILE_TOKENS = 3 * TOKENS_PER_PAGE;
const BYTES_PER_TEXT_TOKEN = 4;

const IMAGES: ReadonlySet<unknown> = new Set(['image_url', 'input_image', 'image', 'computer_screenshot']);
const FILES: ReadonlySet<unknown> = new Set(['file', 'input_file', 'document', 'video_url', 'input_video', 'video']);

/** What stands in an input besides its text. */
export interface Media {
  readonly tokens: number;
  /** Characters of the body that are payloads of files, and no text. */
  readonly fileChars: number;
}

/**
 * Images and files of a body of any dialect, for an answer whose provider told no usage: none of them is free. Audio has a count of its own
 * (`audio-tokens.ts`); what is named by an id counts as it was metered.
 */
export function estimateMedia({ messages, input }: JsonObject): Media {
  let tokens = 0;
  let fileChars = 0;
  for (const part of [...partsIn(messages), ...partsIn(input)]) {
    if (IMAGES.has(part['type'])) tokens += TOKENS_PER_IMAGE;
    if (!FILES.has(part['type'])) continue;
    const file = fileIn(part);
    tokens += file.tokens;
    fileChars += file.chars;
  }
  return { tokens, fileChars };
}

/** Every object in a conversation's contents, results of tools included; never what a model or a tool has put into a call. */
function partsIn(value: unknown): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(partsIn);
  if (!isObject(value)) return [];
  return [value, ...partsIn(value['content']), ...partsIn(value['output']), ...partsIn(value['source'])];
}

interface FileTokens {
  readonly tokens: number;
  readonly chars: number;
}

const NOTHING: FileTokens = { tokens: 0, chars: 0 };
const LINKED: FileTokens = { tokens: LINKED_FILE_TOKENS, chars: 0 };

function fileIn(part: JsonObject): FileTokens {
  const { source } = part;
  if (isObject(source)) {
    if (source['type'] === 'base64' && typeof source['data'] === 'string') return embedded(source['media_type'], source['data']);
    return source['type'] === 'url' ? LINKED : NOTHING;
  }
  const file = isObject(part['file']) ? part['file'] : part;
  const { file_data: data, file_id: id } = file;
  if (typeof data !== 'string') return id == null ? LINKED : NOTHING;
  const url = parseDataUrl(data);
  return { ...embedded(url?.mediaType, url?.data ?? data), chars: data.length };
}

function embedded(mediaType: unknown, data: string): FileTokens {
  const bytes = Buffer.from(data, 'base64');
  const isText = typeof mediaType === 'string' && /^text\/|[/+](?:json|xml)$/.test(mediaType);
  const tokens = isText
    ? Math.ceil(bytes.length / BYTES_PER_TEXT_TOKEN)
    : TOKENS_PER_PAGE * (countPdfPages(bytes) ?? Math.ceil(bytes.length / BYTES_PER_PAGE));
  return { tokens, chars: data.length };
}
