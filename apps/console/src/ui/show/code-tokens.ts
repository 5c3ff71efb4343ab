export interface CodeToken {
  readonly text: string;
  readonly kind: 'plain' | 'word' | 'text' | 'note';
}

const WORD = '\\b(?:curl|export|import|from|const|let|await|async|new|def|return|print|for|if|npx?|npm|pip|claude|codex)\\b';
const PARTS = new RegExp(`(?<note>(?:^|(?<=\\s))(?:#|//)(?!\\{).*$)|(?<text>"(?:\\\\.|[^"\\\\])*"|'[^']*')|(?<word>${WORD})`, 'gm');

/** Enough for snippets in five languages: words that begin something, quoted text, remarks. The texts together are the code. */
export function coloured(code: string): CodeToken[] {
  const out: CodeToken[] = [];
  let at = 0;
  for (const match of code.matchAll(PARTS)) {
    if (match.index > at) out.push({ text: code.slice(at, match.index), kind: 'plain' });
    const kind = match.groups?.['note'] !== undefined ? 'note' : match.groups?.['text'] !== undefined ? 'text' : 'word';
    out.push({ text: match[0], kind });
    at = match.index + match[0].length;
  }
  if (at < code.length) out.push({ text: code.slice(at), kind: 'plain' });
  return out;
}
