/** Names of account streams: `account-{account}-{period}` and `lease-{account}-{period}-{n}`. Account ids hold no hyphen. */
const NAME = /^(?:account|lease)-([^-]+)-(\d{4}-\d{2})(?:-(\d+))?$/;

export interface AccountPlace {
  readonly account: string;
  readonly period: string;
  /** Which of the month's leases; undefined for the account's own stream. */
  readonly lease: number | undefined;
}

export function accountStream(account: string, period: string): string {
  return `account-${account}-${period}`;
}

export function leaseStream(account: string, period: string, lease: number): string {
  return `lease-${account}-${period}-${lease}`;
}

/** Each event is asked for its place by every projection, and a page of events is of few streams: the last ones need no parsing. */
const PLACES = new Map<string, AccountPlace>();
const MAX_PLACES = 10_000;

/** The account and period that a stream belongs to; undefined for streams of anything else. */
export function placeOf(stream: string): AccountPlace | undefined {
  const known = PLACES.get(stream);
  if (known) return known;
  const place = parsePlace(stream);
  if (!place) return undefined;
  if (PLACES.size >= MAX_PLACES) PLACES.clear();
  PLACES.set(stream, place);
  return place;
}

function parsePlace(stream: string): AccountPlace | undefined {
  const match = NAME.exec(stream);
  if (!match) return undefined;
  const [, account, period, lease] = match;
  if (stream.startsWith('lease-') !== (lease !== undefined)) return undefined;
  return { account: account as string, period: period as string, lease: lease === undefined ? undefined : Number(lease) };
}
