import { cleanFrames, cleanJsonBytes, cleanerOf, type OwnWords, type UpstreamError } from '#wire';
import type { IncomingHttpHeaders } from 'node:http';

/** What names our account in the headers of an answer. Sources: OpenAI, "Debugging requests"; Anthropic, "API overview", response headers. */
const ACCOUNT_HEADERS = ['openai-organization', 'openai-project', 'anthropic-organization-id'] as const;
/** A shorter word stands in other words. No credential that keeps anything is so short; the built-in sandbox has the word `sandbox`. */
const LEAST_CREDENTIAL_CHARS = 8;
const LEAST_CHARS = 4;
/** Of one account, those that were told last; no provider tells so many. */
const MOST_WORDS = 16;

/**
 * What a provider's words of an error may not tell a client: the credential that we sent, and who we are there. Header values are remembered, since an error often comes
 * without the header. Answers are never touched: only bodies and frames that report an error, and the headers that go on.
 */
export class OurWords {
  private readonly accountWords = new Set<string>();
  private readonly credential: string | undefined;
  /** Undefined until it is made anew. */
  private cleaner: ((text: string) => string) | undefined;

  constructor(credential: string) {
    const trimmed = credential.trim();
    this.credential = trimmed.length < LEAST_CREDENTIAL_CHARS ? undefined : trimmed;
  }

  get all(): OwnWords {
    return { credential: this.credential, account: [...this.accountWords] };
  }

  /** Notes what an answer's headers tell of the account. */
  note(headers: IncomingHttpHeaders): void {
    for (const name of ACCOUNT_HEADERS) {
      const value = headers[name];
      if (typeof value === 'string' && !this.accountWords.has(value)) this.addAccountWord(value);
    }
  }

  error(error: UpstreamError): UpstreamError {
    const { type, code, param } = error;
    const clean = (text: string | null) => (text === null ? null : this.text(text));
    return { message: this.text(error.message), type: clean(type), code: clean(code), param: clean(param) };
  }

  /** JSON with every text in it cleaned; the same bytes where there was nothing to clean. */
  json(bytes: Buffer): Buffer {
    return cleanJsonBytes(bytes, this.text);
  }

  /** Frames of an event stream, whatever ends their lines, and over how many lines their data goes. */
  frames(bytes: Buffer): Buffer {
    return cleanFrames(bytes, this.text);
  }

  readonly text = (text: string): string => (this.cleaner ??= cleanerOf(this.all))(text);

  private addAccountWord(word: string): void {
    if (word.trim().length < LEAST_CHARS) return;
    const [oldest] = this.accountWords;
    if (this.accountWords.size >= MOST_WORDS && oldest !== undefined) this.accountWords.delete(oldest);
    this.accountWords.add(word);
    this.cleaner = undefined;
  }
}
