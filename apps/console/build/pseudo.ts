const STRANGE: Readonly<Record<string, string>> = Object.fromEntries(
  [...'aeiounscyAEIOUNSC'].map((letter, index) => [letter, [...'åéîöûñšçýÅÉÎÖÛÑŠÇ'][index] ?? letter]),
);

/** Compiled messages with every letter changed and 40 % longer: what stays plain on a page is not translated, what is cut off is too narrow. */
export function pseudo(messages: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(messages).map(([id, message]) => [id, ofMessage(message)]));
}

function ofMessage(message: unknown): unknown {
  if (typeof message === 'string') return `[${strange(message)}]`;
  return Array.isArray(message) ? ['[', ...(message as unknown[]).map(ofToken), ']'] : message;
}

/** A text, or `[name, kind, options]`, of which the options are texts again. */
function ofToken(token: unknown): unknown {
  if (typeof token === 'string') return strange(token);
  if (!Array.isArray(token)) return token;
  const [name, kind, options, ...rest] = token as unknown[];
  if (typeof options !== 'object' || options === null) return token;
  const told = Object.entries(options as Readonly<Record<string, unknown>>).map(([key, value]) => [
    key,
    key === 'offset' ? value : ofOption(value),
  ]);
  return [name, kind, Object.fromEntries(told), ...rest];
}

function ofOption(value: unknown): unknown {
  if (Array.isArray(value)) return (value as unknown[]).map(ofToken);
  return typeof value === 'string' ? strange(value) : value;
}

/** Tags of `<0>…</0>` stay as they are. */
const strange = (text: string): string =>
  text
    .split(/(<\/?\d+\/?>)/)
    .map((part) => (/^<\/?\d+\/?>$/.test(part) ? part : longer(part)))
    .join('');

const longer = (text: string): string => {
  const letters = [...text].map((letter) => STRANGE[letter] ?? letter).join('');
  return text.trim().length > 3 ? letters + '~'.repeat(Math.ceil(text.trim().length * 0.4)) : letters;
};
