import { cleanFrames, cleanJson, withoutWords, type UpstreamError } from '#wire';
import type { IncomingHttpHeaders } from 'node:http';

/** What names our account in the headers of an answer. Sources: OpenAI, "Debugging requests"; Anthropic, "API overview", response headers. */
const ACCOUNT_HEADERS = ['openai-organization', 'openai-project', 'anthropic-organization-id'] as const;
/** A shorter word stands in other words. No credential that keeps anything is so short; the built-in sandbox has the word `sandbox`. */
const LEAST_CREDENTIAL_CHARS = 8;
const LEAST_CHARS = 4;
/** Words of one account; no provider tells so many. */
const MOST_WORDS = 16;

/**
 * What a provider's words of an error may not tell a client: the credential that we sent, and who we are there. Header values are remembered, since an error often comes
 * without the header. Answers are never touched: only bodies and frames that report an error.
 */
export class OurWords {
  private readonly words = new Set<string>();

  constructor(credential: string) {
    this.add(credential, LEAST_CREDENTIAL_CHARS);
  }

  /** Notes what an answer's headers tell of the account. */
  note(headers: IncomingHttpHeaders): void {
    for (const name of ACCOUNT_HEADERS) {
      const value = headers[name];
      if (typeof value === 'string' && this.words.size < MOST_WORDS) this.add(value, LEAST_CHARS);
    }
  }

  get all(): readonly string[] {
    return [...this.words];
  }

  error(error: UpstreamError): UpstreamError {
    const { type, code, param } = error;
    const clean = (text: string | null) => (text === null ? null : this.text(text));
    return { message: this.text(error.message), type: clean(type), code: clean(code), param: clean(param) };
  }

  /** JSON with every text in it cleaned; the same bytes where there was nothing to clean, or where it is no JSON. */
  json(bytes: Buffer): Buffer {
    return cleanJson(bytes, this.text);
  }

  /** Frames of an event stream. */
  frames(bytes: Buffer): Buffer {
    return cleanFrames(bytes, this.text);
  }

  private readonly text = (text: string): string => withoutWords(text, this.words);

  private add(word: string, leastChars: number): void {
    const trimmed = word.trim();
    if (trimmed.length >= leastChars) this.words.add(trimmed);
  }
}
