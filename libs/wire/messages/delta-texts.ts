import { isObject, type JsonObject } from '../json/object.js';
import type { ShapedTexts } from '../sse/frame-shape.js';

/** Texts of `content_block_delta`. */
export const BLOCK_DELTA_TEXTS: ShapedTexts = {
  varying: /"(?:text|thinking|partial_json)":"/g,
  between: (before, after) => (['', 'x'].every((said) => says(`${before}${said}${after}`, said)) ? 'said' : undefined),
};

export function deltaText({ text, thinking, partial_json: json }: JsonObject): string {
  const value = text ?? thinking ?? json;
  return typeof value === 'string' ? value : '';
}

/** Whether the frame, of one line of data, says this text and nothing else. */
function says(frame: string, said: string): boolean {
  try {
    const event: unknown = JSON.parse(frame.slice(frame.indexOf('\ndata: ') + 7));
    return isObject(event) && isObject(event['delta']) && deltaText(event['delta']) === said;
  } catch {
    return false;
  }
}
