/**
 * Where a request of a known id ended. A TypeID's first characters are its time (UUIDv7): requests of one second share a row, which
 * is written with the page and not again. What tells them apart in it is a few random characters: who looks one up reads the event
 * that it is led to, and goes on where that is another's.
 */
export type RequestIdsRow = {
  readonly streams: readonly string[];
  /** `token,stream,revision,hold,hold stream;` of each; the hold as in the log's chain. */
  readonly ids: string;
};

/** Where a request ended, and where it began: in the same stream so many events before, or at this revision of another one. */
export interface RequestPlace {
  readonly stream: string;
  readonly revision: number;
  readonly hold: number;
  readonly holdStream: string | undefined;
}

/** TypeID 0.3: 128 bits in base32, of which version and variant are checked. */
const TYPE_ID = /^[a-z](?:[a-z_]*[a-z])?_[0-7][0-9a-hjkmnp-tv-z]{9}[ef][0-9a-hjkmnp-tv-z]{2}[89abrstv][0-9a-hjkmnp-tv-z]{12}$/;
const SUFFIX = 26;
/** 38 of 48 bits of its milliseconds: a second. */
const TIME_CHARS = 8;
/** 25 of its random bits. */
const TOKEN_CHARS = 5;

/** Key of the row that has the id. One of another form has a row of its own. */
export function idKey(id: string): string {
  return TYPE_ID.test(id) ? `id/${id.slice(-SUFFIX, TIME_CHARS - SUFFIX)}` : `id/~${id}`;
}

const NUMBERS = 4;
const NONE = -1;

export class RequestIds {
  readonly #streams: string[];
  readonly #numbers = new Map<string, number>();
  #ids: string;
  /** What is not in the text yet, which is made when the row is: stream, revision, hold and the hold's stream of each. */
  readonly #tokens: string[] = [];
  readonly #places: number[] = [];

  constructor({ streams, ids }: RequestIdsRow = { streams: [], ids: '' }) {
    this.#streams = [...streams];
    this.#streams.forEach((stream, number) => this.#numbers.set(stream, number));
    this.#ids = ids;
  }

  add(id: string, { stream, revision, hold, holdStream }: RequestPlace): void {
    this.#tokens.push(tokenOf(id));
    this.#places.push(this.#numberOf(stream), revision, hold, holdStream === undefined ? NONE : this.#numberOf(holdStream));
  }

  write(): RequestIdsRow {
    this.#ids += this.#tokens
      .splice(0)
      .map((token, index) => `${token},${this.#placeAt(index * NUMBERS)};`)
      .join('');
    this.#places.length = 0;
    return { streams: this.#streams, ids: this.#ids };
  }

  #placeAt(at: number): string {
    const [stream = 0, revision = 0, hold = 0, holdStream = NONE] = this.#places.slice(at, at + NUMBERS);
    const place = `${stream.toString(36)},${revision.toString(36)},${hold.toString(36)}`;
    return holdStream === NONE ? place : `${place},${holdStream.toString(36)}`;
  }

  #numberOf(stream: string): number {
    let number = this.#numbers.get(stream);
    if (number === undefined) this.#numbers.set(stream, (number = this.#streams.push(stream) - 1));
    return number;
  }
}

/** Commas and semicolons are no part of our own ids; of another's, none is needed: it is alone in its row. */
const tokenOf = (id: string): string => id.slice(-TOKEN_CHARS).replace(/[,;]/g, '-');

/** Those of the account's requests that may be the one of the id, mostly one. */
export function placesOf(id: string, { streams, ids }: RequestIdsRow, isOurs: (stream: string) => boolean): RequestPlace[] {
  const places: RequestPlace[] = [];
  const token = `${tokenOf(id)},`;
  for (const text of ids.split(';')) {
    if (!text.startsWith(token)) continue;
    const [, stream = '', revision = '', hold = '', holdStream] = text.split(',');
    const name = streams[parseInt(stream, 36)] ?? '';
    const place = { stream: name, revision: parseInt(revision, 36), hold: parseInt(hold, 36) };
    if (isOurs(name)) places.push({ ...place, holdStream: holdStream === undefined ? undefined : streams[parseInt(holdStream, 36)] });
  }
  return places;
}
