import { readClockNotice, type ClockInfo, type DataDirectory } from '#process';
import type { EventReader } from '#event-store';
import type { LifeRecord } from '#membership';
import { openEvents } from '../sources/directory.source.js';
import { attention, fine, type Diagnosis } from './diagnosis.js';

const CHECK = 'clock';
const DAY_MS = 86_400_000;
/** As the gateway warns of at its start. */
const MOST_DAYS = 31;

/** Whether the gateway that runs here believes its wall clock, and how far it is from the last event. */
export async function diagnoseClock(directory: DataDirectory): Promise<Diagnosis> {
  const notice = directory.holder() === undefined ? undefined : readClockNotice(directory.clockNotice);
  if (notice) return attention(CHECK, inDoubt(notice));
  try {
    const events = openEvents(directory);
    return await diagnoseGap(events).finally(() => events.close());
  } catch {
    return fine(CHECK, 'not held against the events, which cannot be read');
  }
}

export async function diagnoseClocks(events: EventReader, lives: readonly LifeRecord[]): Promise<Diagnosis> {
  const doubts = lives.flatMap(({ info, ended }) => (ended ? [] : [(info as ClockInfo).clock])).filter((clock) => clock !== undefined);
  const [first] = doubts;
  return first ? attention(CHECK, `${inDoubt(first)} (of ${doubts.length} of the gateways)`) : diagnoseGap(events);
}

async function diagnoseGap(events: Pick<EventReader, 'head' | 'eventAt'>): Promise<Diagnosis> {
  const head = await events.head();
  const recorded = head === 0n ? undefined : (await events.eventAt(head))?.metadata.recorded;
  if (recorded === undefined) return fine(CHECK, 'nothing was recorded yet');
  const days = (Date.now() - Date.parse(recorded)) / DAY_MS;
  const detail = `the last event was recorded ${Math.floor(Math.abs(days))} days ${days < 0 ? 'ahead of now' : 'ago'}`;
  return Math.abs(days) > MOST_DAYS
    ? attention(CHECK, `${detail}, at ${recorded}: is the clock of this machine right?`)
    : fine(CHECK, detail);
}

function inDoubt({ moved_by_ms: ms, since }: NonNullable<ClockInfo['clock']>): string {
  const moved = `the wall clock moved by ${ms < 0 ? '' : '+'}${Math.round(ms / 1_000)} s against the machine's uptime at ${since}`;
  return `${moved}: commands go on without it, no month closes; if it is right, \`tokenok clock accept\``;
}
