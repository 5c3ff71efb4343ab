/** A text, a name of a member among them. Within JSON a quote stands nowhere else, and no text goes over the end of a line. */
const TEXT = /"(?:[^"\\]|\\.)*"/g;

/**
 * JSON with every text in it, names included, as `clean` has it; also of members that a parser would drop since their name comes again. Every other character
 * stays as it came, and so does every text that `clean` leaves alone.
 */
export function cleanJson(json: string, clean: (text: string) => string): string {
  return json.replace(TEXT, (quoted) => {
    const text = textOf(quoted);
    if (text === undefined) return quoted;
    const cleaned = clean(text);
    return cleaned === text ? quoted : JSON.stringify(cleaned);
  });
}

/** The same of bytes; the very same ones where there was nothing to clean. */
export function cleanJsonBytes(bytes: Buffer, clean: (text: string) => string): Buffer {
  const json = bytes.toString('utf8');
  const cleaned = cleanJson(json, clean);
  return cleaned === json ? bytes : Buffer.from(cleaned);
}

const DATA_LINE = /(^|[\r\n])data:([^\r\n]*)/g;

/** Frames of an event stream, whatever ends their lines, and over how many lines their data goes; the very same bytes where there was nothing to clean. */
export function cleanFrames(bytes: Buffer, clean: (text: string) => string): Buffer {
  const text = bytes.toString('utf8');
  const cleaned = text.replace(DATA_LINE, (_line, before: string, data: string) => `${before}data:${cleanJson(data, clean)}`);
  return cleaned === text ? bytes : Buffer.from(cleaned);
}

/** Undefined where it is no JSON. */
function textOf(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}
