import type { CommandOrigin, Executed, Leave } from '#accounts';
import { AmbiguousError, mintCommandId } from '#event-store';
import type { AccountEventOf, FailRequest, HoldFunds } from '#ledger';
import { endOfRequest, refuse, type RequestRefusal } from '#routing';
import { answeredWithin, endedBy } from '#streams';
import type { Exchange, ExchangeRoom } from './exchange.js';

/** A request may take this long; the gateway ends and meters it before its hold's deadline. */
export const REQUEST_LIMIT_MS = 600_000;
const DEADLINE_MS = REQUEST_LIMIT_MS + 60_000;
/** How long a hold is waited for: then it is refused, and withdrawn. */
const HOLD_TIMEOUT_MS = 5_000;

export type AdmissionRefusal = RequestRefusal<'ACCOUNT_BUSY' | 'CURRENCY_MISMATCH' | 'INSUFFICIENT_FUNDS' | 'REQUEST_TIMEOUT'>;
/** Undefined: the route and the hold are durable, and providers may be asked. */
type Admitted = (refusal?: AdmissionRefusal) => void;

/** A place among the account's requests, and the hold. Nothing has been asked of a provider before `admitted` is told. */
export function admit(exchange: Exchange, room: ExchangeRoom, admitted: Admitted): void {
  exchange.enter('queueing');
  const leave = room.use.accounts.enter(exchange.caller.customer.account);
  if (leave === undefined) return admitted(refuse('ACCOUNT_BUSY'));
  if (leave instanceof Promise) exchange.after(leave, (place) => hold(exchange, room, place, admitted));
  else hold(exchange, room, leave, admitted);
}

function hold(exchange: Exchange, room: ExchangeRoom, place: Leave, admitted: Admitted): void {
  const { id, caller, client } = exchange;
  const { account } = caller.customer;
  if (client.gone) {
    place();
    return admitted(refuse('REQUEST_TIMEOUT', undefined, 'The client went away while it waited'));
  }
  exchange.enter('holding');
  room.use.requests.opened(exchange);
  const command = holdCommand(exchange, room);
  const origin = { actor: `key:${caller.key.key}`, cause: id, commandId: mintCommandId() };
  const untilMs = answeredWithin(HOLD_TIMEOUT_MS);
  // One that was begun and has not ended is no reason to wait: it can be released, once it is known to stand.
  endedBy(untilMs, id, room.use.accounts.execute(account, command, origin, untilMs)).then(
    (executed) => exchange.run(() => held(exchange, room, place, executed, admitted)),
    (fault: unknown) => {
      place();
      if (fault instanceof AmbiguousError) giveUp(exchange, room, command, origin, fault);
      room.faulted(exchange, fault);
    },
  );
}

function held(exchange: Exchange, room: ExchangeRoom, place: Leave, executed: Executed, admitted: Admitted): void {
  if (executed.refusal) {
    place();
    return admitted(refusalOf(executed.refusal));
  }
  const { output_limit: tokens = 0, limit_by: by } = routedIn(executed).data;
  exchange.leave = place;
  exchange.held({ tokens, by }, room.use.accounts.lost(exchange.caller.customer.account, exchange.id));
  admitted();
}

/** Nobody knows whether it stands. */
function giveUp(
  { id, plan, caller }: Exchange,
  room: ExchangeRoom,
  command: HoldFunds,
  origin: CommandOrigin,
  fault: AmbiguousError,
): void {
  const failing = endOfRequest({ kind: 'fault', reason: 'hold_in_doubt' }, { clientGone: false, plan });
  const release: FailRequest = { ...failing, at: room.use.clock.now(), request: id, attempts: [], latencyMs: 0 };
  room.use.requests.releaseDoubtful(caller.customer.account, { command, origin, fault }, release, id);
}

function holdCommand({ id, caller, request, plan }: Exchange, { use: { accounts, clock } }: ExchangeRoom): HoldFunds {
  const at = clock.now();
  return {
    type: 'HoldFunds',
    at,
    currency: plan.currency,
    request: {
      request: id,
      key: caller.key.key,
      life: accounts.life,
      requested_model: request.model,
      plan: plan.attempts,
      prices: plan.prices,
      deadline: deadlineOf(at),
      expected_cost: plan.expectedCost,
    },
    ...plan.hold,
  };
}

/** Under load many hold in one millisecond. */
let last = { at: '', deadline: '' };

function deadlineOf(at: string): string {
  if (last.at !== at) last = { at, deadline: new Date(Date.parse(at) + DEADLINE_MS).toISOString() };
  return last.deadline;
}

function routedIn({ events = [] }: Executed): AccountEventOf<'RequestRouted'> {
  const found = events.map(({ event }) => event).find((event) => event.type === 'RequestRouted');
  if (!found) throw new TypeError('A hold was granted without an event');
  return found;
}

/** Throws what no hold can be refused for. */
function refusalOf({ code, message }: { code: string; message: string }): AdmissionRefusal {
  if (code === 'INSUFFICIENT_FUNDS' || code === 'CURRENCY_MISMATCH') return refuse(code, undefined, message);
  throw new TypeError(`${code}: ${message}`);
}
