import { parseMoment, type Moment } from '#audit';
import { CommandError } from '../output/exit-codes.js';

/** What `--as-of`, `--from` and `--to` take. */
export function readMoment(option: string, text: string): Moment {
  const moment = parseMoment(text);
  if (!moment)
    throw new CommandError(`${option} takes a position (120) or an RFC 3339 time (2026-11-30T23:59:59Z), not ${JSON.stringify(text)}`);
  return moment;
}
