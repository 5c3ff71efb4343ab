/** OpenAI takes 100 pages a request, Anthropic 600 at most; what claims more is not believed. */
const MOST_PAGES = 1_000;
/** A file may be full of marks that are none: looking stops. */
const MOST_MARKS = 100_000;
/** The first object of a linearized file stands within the first 1,024 bytes. Source: ISO 32000-1, F.3.3. */
const LINEARIZED_BYTES = 1_024;

/**
 * How many pages a PDF has, as far as its own bytes say without being unpacked: its objects `/Type /Page`, or what a linearized one says at its
 * beginning. Undefined: its objects are compressed (PDF 1.5), or it is none. Only for estimates. Source: ISO 32000-1, 7.7.3.3 and F.3.3.
 */
export function countPdfPages(bytes: Buffer): number | undefined {
  let pages = 0;
  let at = bytes.indexOf('/Type');
  for (let marks = 0; at >= 0 && marks < MOST_MARKS && pages < MOST_PAGES; marks += 1) {
    // `/Type` and `/Page` with white space between them, and no longer name such as `/Pages`.
    if (/^\/Type\s*\/Page(?![^\s()<>[\]{}/%])/.test(bytes.toString('latin1', at, at + 32))) pages += 1;
    at = bytes.indexOf('/Type', at + 1);
  }
  if (pages > 0) return pages;
  const first = bytes.toString('latin1', 0, LINEARIZED_BYTES);
  const told = first.includes('/Linearized') ? Number(/\/N\s+(\d{1,9})\b/.exec(first)?.[1]) : Number.NaN;
  return told >= 1 ? Math.min(told, MOST_PAGES) : undefined;
}
