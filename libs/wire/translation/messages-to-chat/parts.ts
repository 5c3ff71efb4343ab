import { isObject, type JsonObject } from '../../json/object.js';
import { dataUrl } from '../data-url.js';
import type { TranslationNotes } from '../translation.js';

/** The texts of content that may hold nothing else. `first` is the index of the first block, for the name of a field. */
export function textOfBlocks(content: unknown, path: string, notes: TranslationNotes, first = 0): string[] {
  if (typeof content === 'string') return [content];
  const blocks: unknown[] = Array.isArray(content) ? content : [];
  return blocks.flatMap((block, index) => {
    if (isObject(block) && block['type'] === 'text' && typeof block['text'] === 'string') return [textOf(block, notes)];
    const at = `${path}[${first + index}].type`;
    return notes.refuse(at, `${at} is not supported here for this model`) ?? [];
  });
}

/** A block of a user's message as parts of Chat Completions. */
export function chatPartsOf(block: unknown, path: string, notes: TranslationNotes): JsonObject[] {
  if (!isObject(block)) return notes.refuse(path, `${path} must be an object`) ?? [];
  if (block['cache_control'] != null) notes.drop('cache_control');
  switch (block['type']) {
    case 'text': {
      const text = textOf(block, notes);
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

function textOf(block: JsonObject, notes: TranslationNotes): string {
  if (block['citations'] != null) notes.drop('messages.content.citations');
  if (block['cache_control'] != null) notes.drop('cache_control');
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
  if (block['citations'] != null) notes.drop('messages.content.citations');
  if (block['context'] != null) notes.drop('messages.content.context');
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
