/** An object or array that is open: the names that it has so far, or how many values. */
interface Level {
  readonly names: Set<string> | undefined;
  at: string | number;
}

/**
 * The paths of members that stand twice in their object, like `data.amount`, as they are found. Parsers differ in which of the two they take
 * (RFC 8259, 4), so that a check and its reader could see different values. The text must be JSON.
 */
export function* duplicateMembers(text: string): Generator<string> {
  const open: Level[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const level = open.at(-1);
    const character = text[index];
    if (character === '{') open.push({ names: new Set(), at: '' });
    else if (character === '[') open.push({ names: undefined, at: 0 });
    else if (character === '}' || character === ']') open.pop();
    else if (character === ',' && typeof level?.at === 'number') level.at += 1;
    if (character !== '"') continue;
    const end = endOfString(text, index);
    if (level?.names && isName(text, end)) {
      level.at = JSON.parse(text.slice(index, end)) as string;
      if (level.names.has(level.at)) yield pathOf(open);
      level.names.add(level.at);
    }
    index = end - 1;
  }
}

/** The first of them; undefined where there is none. */
export function duplicateMember(text: string): string | undefined {
  for (const path of duplicateMembers(text)) return path;
  return undefined;
}

/** Behind the closing quote: the first that no odd number of backslashes stands before. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = quote;
    while (text[before - 1] === '\\') before -= 1;
    if ((quote - before) % 2 === 0) return quote + 1;
  }
  return text.length;
}

/** In JSON only a name is followed by a colon. */
function isName(text: string, end: number): boolean {
  let next = end;
  while (/\s/.test(text[next] ?? '')) next += 1;
  return text[next] === ':';
}

const pathOf = (open: readonly Level[]): string =>
  open.reduce((path, { at }) => (typeof at === 'number' ? `${path}[${at}]` : path === '' ? at : `${path}.${at}`), '');
