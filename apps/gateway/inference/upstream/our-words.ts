import { cleanJson, type UpstreamError } from '#wire';
import type { IncomingHttpHeaders } from 'node:http';
import { beginning, spellings, withoutEnds } from './spellings.js';

/** What names our account in the headers of an answer. Sources: OpenAI, "Debugging requests"; Anthropic, "API overview", response headers. */
const ACCOUNT_HEADERS = ['openai-organization', 'openai-project', 'anthropic-organization-id'] as const;
/** The same where no header told it: OpenAI's ids of organisations and projects, as its messages about limits name them. */
const ACCOUNT_IDS = /\b(?:org-|proj_)(?=[a-z]*[A-Z0-9])[A-Za-z0-9]{8,}/g;
/** A shorter word stands in other words. No credential that keeps anything is so short; the built-in sandbox has the word `sandbox`. */
const LEAST_CREDENTIAL_CHARS = 8;
const LEAST_CHARS = 4;
/** Of one account, those that were told last; no provider tells so many. */
const MOST_WORDS = 16;

const REMOVED = '[removed]';
const DATA_LINE = /(^|[\r\n])data:([^\r\n]*)/g;

/**
 * What a provider's words of an error may not tell a client: the credential that we sent, and who we are there. Header values are remembered, since an error often comes
 * without the header. Answers are never touched: only bodies and frames that report an error, and the headers that go on.
 */
export class OurWords {
  private readonly accountWords = new Set<string>();
  /** In all their spellings; null for none, undefined until they are made anew. */
  private words: RegExp | null | undefined;

  private readonly credential: string | undefined;
  private readonly withoutEnds: (text: string) => string;

  constructor(credential: string) {
    const trimmed = credential.trim();
    this.credential = trimmed.length < LEAST_CREDENTIAL_CHARS ? undefined : trimmed;
    this.withoutEnds = this.credential === undefined ? (text) => text : withoutEnds(this.credential, REMOVED);
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
    const json = bytes.toString('utf8');
    const cleaned = cleanJson(json, this.text);
    return cleaned === json ? bytes : Buffer.from(cleaned);
  }

  /** Frames of an event stream, whatever ends their lines, and over how many lines their data goes. */
  frames(bytes: Buffer): Buffer {
    const text = bytes.toString('utf8');
    const cleaned = text.replace(DATA_LINE, (_line, before: string, data: string) => `${before}data:${cleanJson(data, this.text)}`);
    return cleaned === text ? bytes : Buffer.from(cleaned);
  }

  readonly text = (text: string): string => {
    this.words ??= this.allWords();
    const cleaned = this.words ? text.replace(this.words, REMOVED) : text;
    return this.withoutEnds(cleaned).replace(ACCOUNT_IDS, REMOVED);
  };

  private addAccountWord(word: string): void {
    if (word.trim().length < LEAST_CHARS) return;
    const [oldest] = this.accountWords;
    if (this.accountWords.size >= MOST_WORDS && oldest !== undefined) this.accountWords.delete(oldest);
    this.accountWords.add(word);
    this.words = undefined;
  }

  private allWords(): RegExp | null {
    const { credential } = this;
    const ofCredential = credential === undefined ? [] : [...spellings(credential), ...beginning(credential)];
    const all = [...ofCredential, ...[...this.accountWords].flatMap((word) => spellings(word.trim()).map(aloneIn))];
    return all.length === 0 ? null : new RegExp(all.join('|'), 'gi');
  }
}

/** An account may have a name that stands in other words. */
const aloneIn = (spelling: string): string => `(?<![a-z0-9])(?:${spelling})(?![a-z0-9])`;
