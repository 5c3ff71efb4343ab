import { isObject } from '../json/object.js';
import type { ShapedTexts } from '../sse/frame-shape.js';
import { chatText } from './text.js';

const DELTA = '"delta":';
const FINISH_NULL = '"finish_reason":null';
export const USAGE_NULL = ',"usage":null';

/** Texts of a frame that is certainly a delta of the only choice: what is said, and noise against guessing it by its length (OpenAI, `include_obfuscation`). */
export const DELTA_TEXTS: ShapedTexts = {
  varying: /"(?:content|reasoning_content|reasoning|obfuscation)":"/g,
  between(before, after) {
    const delta = before.indexOf(DELTA);
    const finish = after.indexOf(FINISH_NULL);
    if (delta < 0 || finish < 0) return 'noise';
    return saysOnly(before.slice(delta), after.slice(0, finish)) ? 'said' : undefined;
  },
  cut: USAGE_NULL,
};

/** Whether a tokenizer would see the text between the two, and nothing else of the delta. */
function saysOnly(before: string, after: string): boolean {
  return ['', 'x'].every((said) => {
    try {
      const { delta } = JSON.parse(`{${before}${said}${after}"end":0}`) as { readonly delta?: unknown };
      return isObject(delta) && delta['audio'] == null && chatText(delta) === said;
    } catch {
      return false;
    }
  });
}
