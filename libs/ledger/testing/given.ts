import { formatAmount, parseAmount } from '#money';
import type { AccountCommand } from '../account/account.commands.js';
import type { AccountEvent, AccountEventOf, AccountEventType } from '../account/account.events.js';
import { freezeAccount } from '../account.snapshot.js';
import type { RefusalCode } from '../account/decision.js';
import { AccountBooks } from './account.books.js';
import { ACCOUNT, AT } from './account.commands.js';

/** Postings by account code, in units: `{ '2000': '5.00', '2010': '-5.00' }`; a currency other than the account's follows a space. */
export type Postings = Readonly<Record<string, string>>;

/** An account after a history of accepted commands, of which the next one is asked. */
export function given(...history: readonly AccountCommand[]) {
  return givenIn({ timeZone: 'UTC', openedAt: '2026-11-01T00:00:00.000Z' }, ...history);
}

export function givenIn(options: { readonly timeZone: string; readonly openedAt: string }, ...history: readonly AccountCommand[]) {
  const books = new AccountBooks({ account: ACCOUNT, currency: 'USD', ...options });
  for (const command of history) {
    const { refusal } = books.execute(command);
    if (refusal) throw new Error(`The history is refused: ${command.type}: ${refusal.message}`);
  }
  return { books, when: (command: AccountCommand) => when(books, command) };
}

function when(books: AccountBooks, command: AccountCommand) {
  books.keepUp(command.at);
  const before = JSON.stringify(freezeAccount(books.state));
  const { events, refusal } = books.execute(command);
  const written = events ?? [];
  return {
    books,
    events: written,
    /** The one event of a type among those written. */
    event: <Type extends AccountEventType>(type: Type) => only(written, type),
    thenRefused(code: RefusalCode, message?: RegExp) {
      expect(refusal).toMatchObject({ code });
      if (message) expect(refusal?.message).toMatch(message);
      expect(JSON.stringify(freezeAccount(books.state))).toBe(before);
    },
    thenNothing() {
      expect({ events, refusal }).toEqual({ events: [], refusal: undefined });
      expect(JSON.stringify(freezeAccount(books.state))).toBe(before);
    },
    /** Exactly these types in this order. */
    thenWritten(...types: readonly AccountEventType[]) {
      expect({ refusal, types: written.map(({ type }) => type) }).toEqual({ refusal: undefined, types });
      return this;
    },
    /** The postings of the last event of the type (of the last one with an entry, where none is named). */
    thenPosted(postings: Postings, type?: AccountEventType) {
      expect(refusal).toBeUndefined();
      const event = written.findLast((each) => 'entry' in each.data && (type === undefined || each.type === type));
      expect(event && postingsOf(event)).toEqual(postings);
      return this;
    },
    thenBalance(available: string, held = '0.00') {
      const { lots, holds } = freezeAccount(books.state);
      expect({ available: total(lots.map(({ left }) => left)), held: total(holds.map((each) => each.hold)) }).toEqual({ available, held });
      return this;
    },
  };
}

function only<Type extends AccountEventType>(events: readonly AccountEvent[], type: Type): AccountEventOf<Type>['data'] {
  const found = events.filter((event): event is AccountEventOf<Type> => event.type === type);
  expect(found).toHaveLength(1);
  return found[0]?.data as AccountEventOf<Type>['data'];
}

export function postingsOf(event: AccountEvent): Postings {
  const entry = 'entry' in event.data ? event.data.entry : {};
  const postings: Record<string, string> = {};
  for (const [currency, lines] of Object.entries(entry)) {
    for (const [account, amount] of lines) {
      const code = account.replace(`:${ACCOUNT}`, '');
      postings[currency === 'USD' ? code : `${code} ${currency}`] = amount;
    }
  }
  return postings;
}

const total = (amounts: readonly string[]): string => formatAmount(amounts.reduce((sum, amount) => sum + parseAmount(amount), 0n));

/** Moments of the day that the history of a spec happens on. */
export const at = (time: string): string => `${AT.slice(0, 11)}${time}:00.000Z`;
