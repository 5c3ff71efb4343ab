import type { EventLog, StoredEvent } from './event-log.js';
import type { Faults } from './faults.js';
import { checkpointMessage, confirmationMessage, eventMessage } from './messages.js';
import { filterOf, startOf, type ReadCall, type ReadOptions } from './read-calls.js';

/** Events that a filter leaves out between two checkpoints, times the client's multiplier. */
const CHECKPOINT_EVERY = 32;
const FAR_AHEAD = 1n << 40n;

/** A subscription to `$all`: starts behind its position, catches up, then follows. */
export function subscribe(log: EventLog, faults: Faults, call: ReadCall, options: ReadOptions): void {
  const wanted = filterOf(options);
  const every = CHECKPOINT_EVERY * Math.max(1, options.getFilter()?.getCheckpointintervalmultiplier() ?? 1);
  let next = startBehind(log, options);
  let unchecked = 0;
  const send = (): void => {
    if (faults.silentSubscriptions || call.destroyed) return;
    for (const visible = log.visible; next < visible; next += 1) {
      const event = log.all[next] as StoredEvent;
      if (wanted(event)) call.write(eventMessage(event));
      unchecked += 1;
      if (unchecked < every) continue;
      unchecked = 0;
      call.write(checkpointMessage(event));
    }
  };
  call.write(confirmationMessage(String(Math.round(performance.now() * 1_000))));
  if (faults.wrongCheckpoints) call.write(checkpointMessage({ commit: FAR_AHEAD, prepare: FAR_AHEAD }));
  send();
  const end = log.onChange(() => setImmediate(send));
  for (const event of ['cancelled', 'close', 'error']) call.on(event, end);
}

/** A read starts at its position, a subscription behind it. */
function startBehind(log: EventLog, options: ReadOptions): number {
  const start = startOf(log, options, log.visible);
  const position = options.getAll()?.getPosition();
  const event = log.all[start];
  const stands =
    position && event && String(event.commit) === position.getCommitPosition() && String(event.prepare) === position.getPreparePosition();
  return stands ? start + 1 : start;
}
