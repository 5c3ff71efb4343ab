import { canonicalJson, type Json } from '#event-store';
import {
  closePeriod,
  closingTime,
  expiriesBeforeClosing,
  isPeriod,
  openPeriod,
  placeOf,
  unlistedClaims,
  type Account,
  type AccountEvent,
  type AccountEventOf,
} from '#ledger';
import type { AuditedAccount } from './audited-account.js';

/** Whatever does not fit into PeriodClosed comes before it, part by part, and in order. How much one part takes is the writer's choice. */
export function checkListed(event: AccountEventOf<'ClaimsListed'>, account: Account): string | undefined {
  const { claims } = event.data;
  const expected = { part: (account.counts.get('ClaimsListed') ?? 0) + 1, claims: unlistedClaims(account).slice(0, claims.length) };
  return (
    checkClosable(account) ??
    (claims.length === 0 ? 'lists no claim' : undefined) ??
    sameEvent(event, { type: 'ClaimsListed', at: closingTime(account), data: expected })
  );
}

/** The closing must say what the events of the period come to. Only which month comes next is the moment's choice. */
export function checkClosed(event: AccountEventOf<'PeriodClosed'>, account: Account): string | undefined {
  const open = checkClosable(account);
  if (open !== undefined) return open;
  if (!isPeriod(event.data.next) || event.data.next <= account.period)
    return `names ${brief(event.data.next)} as the period after ${account.period}`;
  const expected = closePeriod(account, `${event.data.next}-15T00:00:00.000Z`);
  return (
    difference(event.data, expected.data) ??
    (event.at === expected.at ? undefined : `closes the period at ${event.at}, not at ${expected.at}`)
  );
}

function checkClosable(account: Account): string | undefined {
  if (account.leases.size > 0) return `closes the period while ${account.leases.size} leases are out`;
  const due = expiriesBeforeClosing(account).length;
  return due > 0 ? `closes the period while ${due} expired credits stand in it` : undefined;
}

/** What a period opens with, and the events that must follow, if it follows from where the account stands. */
export function expectedOpening(audited: AuditedAccount): readonly AccountEvent[] {
  const { state, stream, revision, hash } = audited;
  const previous = state?.status === 'closed' ? { stream, revision: String(revision), hash } : null;
  return openPeriod(state as Account, previous);
}

export function checkOpened(event: AccountEventOf<'PeriodOpened'>, stream: string, audited: AuditedAccount): string | undefined {
  const place = placeOf(stream);
  if (event.data.account !== place?.account || event.data.period !== place.period)
    return 'opens another account or period than its stream names';
  const { state } = audited;
  if (!state) return undefined;
  if (state.status !== 'closed' && state.status !== 'opening') return `opens a period while ${state.period} is ${state.status}`;
  if (state.status === 'opening' && audited.stream !== stream) return 'does not stand behind the opening of its account';
  const [expected] = expectedOpening(audited);
  return expected && sameEvent(event, expected);
}

export function checkCarried(event: AccountEventOf<'PeriodCarried'>, audited: AuditedAccount): string | undefined {
  const [expected] = audited.carried;
  return expected ? sameEvent(event, expected) : undefined;
}

export function sameEvent(event: AccountEvent, expected: AccountEvent): string | undefined {
  if (event.at !== expected.at) return `takes effect at ${event.at}, not at ${expected.at}`;
  return difference(event.data, expected.data);
}

/** Names the first member that is not as it follows from the events before. */
export function difference(recorded: object, expected: object): string | undefined {
  const [is, should] = [recorded as { [key: string]: Json }, expected as { [key: string]: Json }];
  for (const key of new Set([...Object.keys(should), ...Object.keys(is)])) {
    if (is[key] !== undefined && should[key] !== undefined && canonicalJson(is[key]) === canonicalJson(should[key])) continue;
    return `says ${key} ${brief(is[key])}: from the events before follows ${brief(should[key])}`;
  }
  return undefined;
}

function brief(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : canonicalJson(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
