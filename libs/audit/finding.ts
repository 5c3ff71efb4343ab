import type { Position } from '#event-store';

/** What the verifier found, and the event that it stands in, as far as it can be read. */
export interface Finding {
  /** Null where not even the stream can be told: an event that is gone. */
  readonly stream: string | null;
  readonly revision: bigint | null;
  /** Null for an event that is missing from its stream: nobody knows where it stood. */
  readonly position: Position | null;
  readonly id: string | null;
  /** Reads as a sentence behind the name of the event. */
  readonly problem: string;
}

/** Findings beyond the ones shown are counted, so that a file that is damaged all over does not fill the memory. */
export class Findings {
  readonly shown: Finding[] = [];
  total = 0;

  constructor(
    private readonly most: number,
    private readonly tell: (finding: Finding) => void = () => undefined,
  ) {}

  add(finding: Finding): void {
    this.total += 1;
    if (this.shown.length >= this.most) return;
    this.shown.push(finding);
    this.tell(finding);
  }
}

/** The finding as JSON for scripts: numbers beyond 2^53 must survive, so positions and revisions are strings. */
export function findingRecord({ stream, revision, position, id, problem }: Finding) {
  return { stream, revision: revision?.toString() ?? null, position: position?.toString() ?? null, id, problem };
}

/** One line for people: `account-acc_1-2026-11 revision 4, position 120, event 0199…: does not match its hash`. */
export function describeFinding({ stream, revision, position, id, problem }: Finding): string {
  const place = [
    stream === null || stream === '' ? undefined : revision === null ? stream : `${stream} revision ${revision}`,
    position === null ? undefined : `position ${position}`,
    id === null ? undefined : `event ${id}`,
  ].filter((part) => part !== undefined);
  return place.length === 0 ? problem : `${place.join(', ')}: ${problem}`;
}
