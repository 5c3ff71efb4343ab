import { createReadStream, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { exportedEvent } from '#audit';
import type { EventReader, RawEvent } from '#event-store';
import { CommandError } from '../output/exit-codes.js';

/** Engines that do not count events have two numbers of 64 bits in a position: no log has so many events. */
const BEYOND_COUNTING = 1n << 64n;

/** A whole export as the log that it was made from. */
export async function readExport(file: string): Promise<Pick<EventReader, 'gapless' | 'scan' | 'head'>> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new CommandError(`There is no export ${file}`);
  const first = await firstEvent(file);
  const gapless = first === undefined || first.position < BEYOND_COUNTING;
  return { gapless, scan: () => events(file), head: () => Promise.reject(new Error('An export does not say where it ends')) };
}

/** A line that is none of ours takes the place that comes next, so that it is named and what follows is still looked at. */
async function* events(file: string): AsyncGenerator<RawEvent> {
  let [line, position] = [0, 0n];
  for await (const text of lines(file)) {
    line += 1;
    const event = exportedEvent(text);
    position = event?.position ?? position + 1n;
    yield event ?? { position, stream: '', revision: 0n, text, damage: `line ${line} is not as an export writes it` };
  }
}

/** Undefined where the first line is damaged, or everything was cut off. */
async function firstEvent(file: string): Promise<RawEvent | undefined> {
  for await (const text of lines(file)) {
    const event = exportedEvent(text);
    if (event || text.startsWith('{')) return event;
    throw new CommandError(`${file} is not an export of events (JSON lines as \`tokenok export\` writes them)`);
  }
  return undefined;
}

function lines(file: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(file), crlfDelay: Infinity });
}
