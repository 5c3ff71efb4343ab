import { isObject, type JsonObject } from '../../json/object.js';
import { dataUrl } from '../data-url.js';
import type { TranslationNotes } from '../translation.js';

/** What is said of each kind of block; what is not is named. */
const BLOCKS: Readonly<Record<string, ReadonlySet<string>>> = {
  text: new Set(['type', 'text']),
  image: new Set(['type', 'source']),
  document: new Set(['type', 'source', 'title']),
  search_result: new Set(['type', 'source', 'title', 'content']),
};
const SOURCE: ReadonlySet<string> = new Set(['type', 'url', 'media_type', 'data', 'content']);

function noteOthers(block: JsonObject, notes: TranslationNotes, prefix: string): void {
  const understood = BLOCKS[String(block['type'])];
  if (understood) notes.dropOthers(block, understood, {}, prefix);
  if (isObject(block['source'])) notes.dropOthers(block['source'], SOURCE, {}, `${prefix}source.`);
}

/** The texts of content that may hold nothing else. `first` is the index of the first block, for the name of a field. */
export function textOfBlocks(content: unknown, path: string, notes: TranslationNotes, first = 0): string[] {
  if (typeof content === 'string') return [content];
  const blocks: unknown[] = Array.isArray(content) ? content : [];
  return blocks.flatMap((block, index) => {
    if (isObject(block) && block['type'] === 'text' && typeof block['text'] === 'string')
      return [textOf(block, notes, path.startsWith('system') ? 'system.' : 'messages.content.')];
    const at = `${path}[${first + index}].type`;
    return notes.refuse(at, `${at} is not supported here for this model`) ?? [];
  });
}

/** A block of a user's message as parts of Chat Completions. */
export function chatPartsOf(block: unknown, path: string, notes: TranslationNotes): JsonObject[] {
  if (!isObject(block)) return notes.refuse(path, `${path} must be an object`) ?? [];
  noteOthers(block, notes, 'messages.content.');
  switch (block['type']) {
    case 'text': {
      const text = String(block['text']);
      return text === '' ? [] : [{ type: 'text', text }];
    }
    case 'image':
      return imageOf(block['source'], `${path}.source`, notes);
    case 'document':
      return documentOf(block, path, notes);
    case 'search_result':
      return [
        { type: 'text', text: [block['title'], block['source'], ...textOfBlocks(block['content'], `${path}.content`, notes)].join('\n') },
      ];
    default:
      return notes.refuse(`${path}.type`, `${path}.type must be text, image, document, search_result or tool_result for this model`) ?? [];
  }
}

function textOf(block: JsonObject, notes: TranslationNotes, prefix: string): string {
  noteOthers(block, notes, prefix);
  return String(block['text']);
}

function imageOf(source: unknown, path: string, notes: TranslationNotes): JsonObject[] {
  const { type, url, media_type: mediaType, data } = isObject(source) ? source : {};
  if (type === 'url' && typeof url === 'string') return [{ type: 'image_url', image_url: { url } }];
  if (type === 'base64' && typeof data === 'string')
    return [{ type: 'image_url', image_url: { url: dataUrl({ mediaType: String(mediaType), data }) } }];
  return notes.refuse(`${path}.type`, `${path}.type must be base64 or url: files stand at another provider`) ?? [];
}

function documentOf(block: JsonObject, path: string, notes: TranslationNotes): JsonObject[] {
  const { type, data, content } = isObject(block['source']) ? block['source'] : {};
  const { title } = block;
  if (type === 'base64' && typeof data === 'string') {
    const filename = typeof title === 'string' ? title : 'document.pdf';
    return [{ type: 'file', file: { filename, file_data: dataUrl({ mediaType: 'application/pdf', data }) } }];
  }
  if (type === 'text' && typeof data === 'string') return [{ type: 'text', text: typeof title === 'string' ? `${title}\n${data}` : data }];
  if (type === 'content' && typeof content === 'string') return [{ type: 'text', text: content }];
  if (type === 'content' && Array.isArray(content))
    return content.flatMap((part, index) => chatPartsOf(part, `${path}.source.content[${index}]`, notes));
  return notes.refuse(`${path}.source.type`, `${path}.source.type must be base64, text or content for this model`) ?? [];
}
