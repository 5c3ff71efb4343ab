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

/** Undefined where it is no JSON. */
function textOf(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}
