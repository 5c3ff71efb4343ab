import type { Position, RawEvent, RecordedEvent } from '#event-store';
import { routeNamed, type AccountEvent, type QuotedRoutes } from '#ledger';
import { AccountBooks } from './account-books.js';
import { ChainCheck, named } from './chain.check.js';
import { readEvent } from './event-families.js';
import type { Finding } from './finding.js';
import { Journal, type JournalTotal } from './journal.js';
import { checkCompact, checkQuoted } from './quotes/quote.checks.js';
import { StreamQuotes } from './quotes/stream-quotes.js';
import { checkReceipt } from './credit.checks.js';
import { StreamTips } from './stream-tips.js';

/** What was looked at, and what it came to. */
export interface Audited {
  readonly events: number;
  /** Of the last event seen. */
  readonly position: Position;
  readonly charges: number;
  readonly accounts: number;
  readonly openHolds: number;
  readonly balanced: boolean;
  readonly totals: readonly JournalTotal[];
}

/**
 * Holds what is recorded against everything that can be checked offline (docs/verifying.md lists it). Takes the events in order of
 * position, from the first one on; memory is bounded by the accounts, not by the log. Nothing is repaired or skipped.
 */
export class Verifier {
  readonly #tips: StreamTips;
  readonly #chain: ChainCheck;
  readonly #journal = new Journal();
  readonly #books = new AccountBooks(this.#journal);
  readonly #quotes = new StreamQuotes();
  #events = 0;
  #charges = 0;
  #position: Position = 0n;

  /** `gapless`: a position that is left out is an event that is missing (see the event store port). */
  constructor({ gapless = true, tipsInMemory }: { readonly gapless?: boolean; readonly tipsInMemory?: number } = {}) {
    this.#tips = new StreamTips(tipsInMemory);
    this.#chain = new ChainCheck(this.#tips, gapless);
  }

  /** What is wrong with the next event of the log: empty when all holds. */
  check(raw: RawEvent): readonly Finding[] {
    this.#events += 1;
    if (raw.position > this.#position) this.#position = raw.position;
    const { findings, event } = this.#chain.check(raw);
    if (!event || findings.length > 0) for (const { stream } of [raw, ...findings]) if (stream !== null) this.#lose(stream);
    if (!event) return findings;
    const problems = this.#checkMeaning(event, findings.length === 0);
    return problems.length === 0 ? findings : [...findings, ...problems.map((problem) => named(event, problem))];
  }

  get audited(): Audited {
    return {
      events: this.#events,
      position: this.#position,
      charges: this.#charges,
      accounts: this.#books.size,
      openHolds: this.#books.openHolds,
      balanced: this.#journal.balanced,
      totals: this.#journal.totals(),
    };
  }

  close(): void {
    this.#tips.close();
  }

  #lose(stream: string): void {
    this.#books.lose(stream);
    this.#quotes.lose(stream);
  }

  /** `sound`: its bytes and its place are what they were. */
  #checkMeaning(event: RecordedEvent, sound: boolean): string[] {
    const quotes = this.#quotes.of(event.stream);
    const read = readEvent(event, quotes);
    if (read.problem !== undefined) {
      this.#books.lose(event.stream);
      return read.isUnquoted && this.#quotes.isLost(quotes) ? [] : [read.problem];
    }
    if (!read.account) return this.#checkClaim(event);
    const { account } = read;
    if (account.type === 'TokensMetered') this.#charges += 1;
    const inQuote = quotes && checkedQuote(event, account, quotes, sound);
    const inEntry = 'entry' in account.data ? this.#posted(event, ownerOf(event.stream)) : [];
    const inBooks = this.#books.check(event, account);
    return [...inEntry, inBooks, inQuote].filter((problem) => problem !== undefined);
  }

  /** Of what stands beside the accounts only money that is nobody's has an entry. */
  #checkClaim(event: RecordedEvent): string[] {
    const inEntry = event.data['entry'] === undefined ? [] : this.#posted(event, undefined);
    const inReceipt = checkReceipt(event);
    return inReceipt === undefined ? inEntry : [...inEntry, inReceipt];
  }

  /** `owner`: the one account of a customer that may be touched; undefined where none may. */
  #posted({ data }: RecordedEvent, owner: string | undefined): string[] {
    const problem = this.#journal.post(data['entry'], owner);
    return problem === undefined ? [] : [problem];
  }
}

/** Asked whatever is known of the account. A quote that holds is one that what follows can name. */
function checkedQuote(event: RecordedEvent, account: AccountEvent, quotes: QuotedRoutes, sound: boolean): string | undefined {
  const route = routeNamed(event.type, event.data);
  if (route !== undefined) return checkCompact(event.type, event.data, quotes.get(route), account.at);
  if (account.type !== 'RouteQuoted') return undefined;
  const problem = checkQuoted(account.data, quotes, event.revision);
  if (problem === undefined && sound) quotes.add(account.data);
  return problem;
}

/** Account ids hold no hyphen: `account-{account}-{period}`. */
function ownerOf(stream: string): string | undefined {
  return stream.split('-')[1];
}
