/**
 * Objects, arrays and members of objects of one body. Each takes some hundred bytes once it is parsed and translated, so that 32 MiB of `[],` would take
 * gigabytes; 32 MiB of the shortest messages that make sense have half as many. A thread whose memory runs out may take its process with it, so it is
 * counted before anything is parsed. Numbers and texts in an array take what they take in the body, and are not counted.
 */
export const MOST_VALUES = 4_000_000;

/** What has more of them, or more bytes than these, takes too long for the thread that serves everybody: some tens of milliseconds for each million bytes of brackets. */
const LIGHT_VALUES = 20_000;
/** Up to here whatever stands in it is light, and nobody looks. */
const LIGHT_BYTES = 256 * 1024;
export const LARGE_BYTES = 1024 * 1024;
/** Of an event, which is text for the most part. */
const LARGE_EVENT_BYTES = 4 * LARGE_BYTES;

const QUOTE = 34;
const COLON = 58;
const BACKSLASH = 92;
const BRACKET = 0x5b;
const BRACE = 0x7b;

/** Whether JSON has more of them; of what is no JSON it is true or false. */
export function hasTooManyValues(json: Buffer, most = MOST_VALUES): boolean {
  // Each takes two bytes at least.
  if (json.length <= 2 * most) return false;
  let values = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at]!;
    if (byte === QUOTE) at = endOfText(json, at);
    else if (byte === COLON || byte === BRACKET || byte === BRACE) values += 1;
    if (values > most) return true;
  }
  return false;
}

/** Whether a body is nothing for the thread that serves everybody: by its bytes, or by what stands in them. */
export const isHeavy = (json: Buffer): boolean => json.length > LARGE_BYTES || hasManyValues(json);

/** The same of one event of a stream. */
export const isHeavyEvent = (frame: Buffer): boolean => frame.length > LARGE_EVENT_BYTES || hasManyValues(frame);

const hasManyValues = (json: Buffer): boolean => json.length > LIGHT_BYTES && hasTooManyValues(json, LIGHT_VALUES);

function endOfText(json: Buffer, open: number): number {
  for (let at = open + 1; ; at += 1) {
    at = json.indexOf(QUOTE, at);
    if (at < 0) return json.length;
    let before = at - 1;
    while (json[before] === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at;
  }
}
