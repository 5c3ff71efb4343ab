export interface Base64Data {
  readonly mediaType: string;
  readonly data: string;
}

/** Not registered, but common, and taken by OpenAI. */
const OTHER_NAMES: Readonly<Record<string, string>> = { 'image/jpg': 'image/jpeg' };

/** RFC 2397, base64 only. Undefined for anything else. */
export function parseDataUrl(url: string): Base64Data | undefined {
  if (!url.startsWith('data:')) return undefined;
  const comma = url.indexOf(',');
  if (comma < 0) return undefined;
  const [mediaType, ...parameters] = url.slice('data:'.length, comma).split(';');
  if (!mediaType || parameters.at(-1) !== 'base64') return undefined;
  return { mediaType: OTHER_NAMES[mediaType.toLowerCase()] ?? mediaType.toLowerCase(), data: url.slice(comma + 1) };
}

export function dataUrl({ mediaType, data }: Base64Data): string {
  return `data:${mediaType};base64,${data}`;
}

/** What Messages takes as an image. Source: the SDK's `Base64ImageSource`. */
export const IMAGE_TYPES: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/gif', 'image/webp']);
