/** Shorter words would stand in base64 and in hexadecimal by chance. */
const LEAST_ENCODED_CHARS = 8;
/** So much of a credential is more than the beginning that all of its kind have (`sk-ant-api03-`). */
const BEGINNING_CHARS = 16;
const REST_OF_WORD = '[^\\s"\'<>,;]*';
/** What servers put in place of the middle of a credential. */
const MASK = /\*{3,}|•{3,}|…|\.{3,}|x{4,}/i;

/** Patterns, for letters of either case, of a word as it is and as JSON within JSON, URLs, HTML, base64 (within more, too) and hexadecimal have it. */
export function spellings(word: string): readonly string[] {
  const asText = spelled(word);
  if (word.length < LEAST_ENCODED_CHARS) return [asText];
  const bytes = Buffer.from(word);
  return [asText, ...[0, 1, 2].map((before) => base64(bytes, before)), bytes.toString('hex')];
}

/** Patterns of a credential's beginning, where it is long enough to tell which one it is, with what follows. */
export function beginning(credential: string): readonly string[] {
  return credential.length > BEGINNING_CHARS ? [spelled(credential.slice(0, BEGINNING_CHARS)) + REST_OF_WORD] : [];
}

/** Replaces what shows the two ends of a credential, and something else for its middle. Time grows with the text alone, whatever stands in it. */
export function withoutEnds(credential: string, replaced: string): (text: string) => string {
  const words = new RegExp(spelled(credential.slice(0, 3)) + REST_OF_WORD, 'gi');
  const end = credential.slice(-2).toLowerCase();
  return (text) =>
    text.replace(words, (word) => {
      const mask = MASK.exec(word);
      const at = mask ? word.toLowerCase().indexOf(end, mask.index + mask[0].length) : -1;
      return at < 0 ? word : replaced + word.slice(at + end.length);
    });
}

const spelled = (text: string): string => [...text].map(spelledChar).join('');

function spelledChar(char: string): string {
  if (/^[a-z0-9]$/i.test(char)) return char;
  const code = char.codePointAt(0)!;
  const hex = code.toString(16);
  const inUrl = [...Buffer.from(char)].map((byte) => `%(?:25)?${byte.toString(16).padStart(2, '0')}`).join('');
  const inHtml = `&(?:#0*${code}|#x0*${hex}|amp|quot|lt|gt|apos);`;
  return `(?:\\\\*${literal(char)}|\\\\+u${hex.padStart(4, '0')}|${inUrl}|${inHtml})`;
}

/** Of these bytes behind so many others: without the first character that another byte has a part in. Either alphabet (RFC 4648). */
function base64(bytes: Buffer, before: number): string {
  const all = Buffer.concat([Buffer.alloc(before), bytes]);
  const own = all.toString('base64').slice(Math.ceil((before * 8) / 6), Math.floor((all.length * 8) / 6));
  return `${own.replaceAll('+', '[+-]').replaceAll('/', '[/_]')}[\\w+/-]?={0,2}`;
}

const literal = (char: string): string => char.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
