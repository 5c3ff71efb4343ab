import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface ListText {
  readonly text: string;
  readonly version: string | null;
  readonly sha256: string;
}

const PACKAGE = '@pydantic/genai-prices';
/** A decimal of so many significant digits is the only one of its double, so its shortest text is the decimal that stood in the package. */
const MOST_EXACT_DIGITS = 15;

/**
 * What the npm package genai-prices ships of these providers, as JSON. The hash is of the very file that was run: `sha256sum` over the package's
 * `dist/index.js` of that version gives it again. Only its data is used: nothing of it is asked for prices, and nothing of it fetches any.
 */
export async function bundledGenaiPrices(providerIds: readonly string[]): Promise<ListText> {
  const { findProvider } = await import('@pydantic/genai-prices');
  const file = import.meta.resolve(PACKAGE);
  // It finds providers by likeness too.
  const providers = [...new Set(providerIds)].flatMap((providerId) => {
    const provider = findProvider({ providerId });
    return provider?.id === providerId ? [provider] : [];
  });
  const { version } = JSON.parse(await readFile(fileURLToPath(new URL('../package.json', file)), 'utf8')) as { version: string };
  const sha256 = createHash('sha256')
    .update(await readFile(fileURLToPath(file)))
    .digest('hex');
  return { text: JSON.stringify(providers, exactly), version, sha256 };
}

/** A longer number may not be what stood there: it becomes a text that is no amount, so that its row is refused and no other. */
function exactly(_name: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  const [digits = ''] = String(value).split('e');
  const significant = digits.replace(/\D/g, '').replace(/^0+/, '').length;
  return significant > MOST_EXACT_DIGITS ? `inexact ${value}` : value;
}
