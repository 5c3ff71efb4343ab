/** Names of account streams: `account-{account}-{period}` and `lease-{account}-{period}-{n}`. Account ids hold no hyphen. */
const NAME = /^(?:account|lease)-([^-]+)-(\d{4}-\d{2})(?:-\d+)?$/;

export function accountStream(account: string, period: string): string {
  return `account-${account}-${period}`;
}

/** The account and period that a stream belongs to; undefined for streams of anything else. */
export function placeOf(stream: string): { readonly account: string; readonly period: string } | undefined {
  const match = NAME.exec(stream);
  return match ? { account: match[1] as string, period: match[2] as string } : undefined;
}
