import { asText, isObject, type JsonObject } from '../../json/object.js';
import { IMAGE_TYPES, parseDataUrl } from '../data-url.js';
import { present, type TranslationNotes } from '../translation.js';

/** What is said of each kind of part; what is not is named. Blocks of Messages have `cache_control` themselves. */
const PARTS: Readonly<Record<string, ReadonlySet<string>>> = {
  text: new Set(['type', 'text', 'cache_control']),
  refusal: new Set(['type', 'refusal', 'cache_control']),
  image_url: new Set(['type', 'image_url', 'cache_control']),
  file: new Set(['type', 'file', 'cache_control']),
};
const IMAGE: ReadonlySet<string> = new Set(['url', 'detail']);
const FILE: ReadonlySet<string> = new Set(['file_id', 'file_data', 'filename']);

/** The blocks of a message's content. Messages refuses empty text, so it is left out; what is no text has its own block, or is refused. */
export function partsOfChat(content: unknown, path: string, notes: TranslationNotes): JsonObject[] {
  if (content == null) return [];
  if (typeof content === 'string') return textBlock(content);
  const parts: unknown[] = Array.isArray(content) ? content : [];
  return parts.flatMap((part, index) => {
    const blocks = blockOf(part, `${path}[${index}]`, notes) ?? [];
    const { cache_control: cached } = isObject(part) ? part : {};
    if (cached == null) return blocks;
    if (blocks.length === 0) notes.drop('messages.content.cache_control');
    return blocks.map((block) => ({ ...block, cache_control: cached }));
  });
}

function textBlock(text: string): JsonObject[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

function blockOf(part: unknown, path: string, notes: TranslationNotes): JsonObject[] | undefined {
  if (!isObject(part)) return notes.refuse(path, `${path} must be an object`);
  const understood = PARTS[String(part['type'])];
  if (understood) notes.dropOthers(part, understood, {}, 'messages.content.');
  switch (part['type']) {
    case 'text':
      return textBlock(asText(part['text']) ?? '');
    case 'refusal':
      return textBlock(asText(part['refusal']) ?? '');
    case 'image_url':
      return imageOf(part['image_url'], `${path}.image_url`, notes);
    case 'file':
      return documentOf(part['file'], `${path}.file`, notes);
    case 'input_audio':
      return notes.refuse(`${path}.type`, 'The provider of this model has no audio');
    default:
      return notes.refuse(`${path}.type`, `${path}.type must be text, image_url or file for this model`);
  }
}

function imageOf(image: unknown, path: string, notes: TranslationNotes): JsonObject[] | undefined {
  const { url, detail } = isObject(image) ? image : {};
  if (typeof url !== 'string') return notes.refuse(`${path}.url`, `${path}.url must be a string`);
  if (detail != null && detail !== 'auto') notes.drop('messages.content.image_url.detail');
  if (isObject(image)) notes.dropOthers(image, IMAGE, {}, 'messages.content.image_url.');
  if (/^https?:/i.test(url)) return [{ type: 'image', source: { type: 'url', url } }];
  const embedded = parseDataUrl(url);
  if (!embedded || !IMAGE_TYPES.has(embedded.mediaType))
    return notes.refuse(`${path}.url`, `${path}.url must be a link, or a JPEG, PNG, GIF or WebP image in a base64 data URL`);
  return [{ type: 'image', source: { type: 'base64', media_type: embedded.mediaType, data: embedded.data } }];
}

function documentOf(file: unknown, path: string, notes: TranslationNotes): JsonObject[] | undefined {
  const { file_id: id, file_data: data, filename } = isObject(file) ? file : {};
  if (isObject(file)) notes.dropOthers(file, FILE, {}, 'messages.content.file.');
  if (id != null) return notes.refuse(`${path}.file_id`, `${path}.file_id stands at another provider: send file_data`);
  const embedded = typeof data === 'string' ? parseDataUrl(data) : undefined;
  const title = typeof filename === 'string' ? filename : undefined;
  if (embedded?.mediaType === 'application/pdf')
    return [present({ type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: embedded.data }, title })];
  if (embedded?.mediaType === 'text/plain') {
    const text = Buffer.from(embedded.data, 'base64').toString('utf8');
    return [present({ type: 'document', source: { type: 'text', media_type: 'text/plain', data: text }, title })];
  }
  return notes.refuse(`${path}.file_data`, `${path}.file_data must be a PDF or plain text in a base64 data URL`);
}
