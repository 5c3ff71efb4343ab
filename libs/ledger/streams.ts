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

/** The account and period that a stream belongs to; undefined for streams of anything else. */
export function placeOf(stream: string): AccountPlace | undefined {
  const match = NAME.exec(stream);
  if (!match) return undefined;
  const [, account, period, lease] = match;
  if (stream.startsWith('lease-') !== (lease !== undefined)) return undefined;
  return { account: account as string, period: period as string, lease: lease === undefined ? undefined : Number(lease) };
}
