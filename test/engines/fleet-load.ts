import { seenWhole, type SeenWhole } from '../crash/load.js';
import { say, type Customer, type Installation } from '../gateway/installation.js';

/** An answer that is no success, as the client was told: by a status, or by the error frame that a stream ended with. */
export interface Told {
  readonly status: number;
  readonly code: string;
  readonly office: Installation;
}

/** Clients that ask again as soon as they are answered, each of one gateway, plain and streamed by turns. */
export class FleetLoad {
  readonly seen: SeenWhole[] = [];
  /** The last request that each gateway answered whole. */
  readonly lastOf = new Map<Installation, string>();
  readonly told: Told[] = [];
  /** Connections that ended within an answer or before one: a gateway that was killed. */
  readonly cut: Installation[] = [];
  /** Answers that a client could make nothing of. There must be none. */
  readonly faults: string[] = [];
  #running = true;
  readonly #clients: Promise<void>[];

  constructor(offices: readonly Installation[], customers: readonly Customer[], clientsOfEach: number) {
    this.#clients = offices.flatMap((office) =>
      Array.from({ length: clientsOfEach }, (_, index) => this.#client(office, customers[index % customers.length]!, index)),
    );
  }

  /** Resolves when every client has its last answer. */
  async stop(): Promise<this> {
    this.#running = false;
    await Promise.all(this.#clients);
    return this;
  }

  /** How often each code was told. */
  get codes(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { code } of this.told) counts[code] = (counts[code] ?? 0) + 1;
    return counts;
  }

  async #client(office: Installation, customer: Customer, index: number): Promise<void> {
    for (let turn = index; this.#running; turn += 1) {
      const streams = turn % 2 === 1;
      const before = this.seen.length;
      await this.#ask(office, customer, streams);
      if (this.seen.length === before) await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #ask(office: Installation, customer: Customer, streams: boolean): Promise<void> {
    const more = streams ? { stream: true, stream_options: { include_usage: true } } : {};
    const answer = await office.chat(customer, say('Turn', { max_tokens: 50, ...more })).catch(() => undefined);
    if (answer === undefined) return void this.cut.push(office);
    const { status, text, headers } = answer;
    if (status !== 200) return this.#refused(office, status, text);
    if (streams && !text.endsWith('data: [DONE]\n\n')) return this.#refused(office, status, lastFrame(text));
    this.lastOf.set(office, String(headers['x-request-id']));
    this.seen.push(seenWhole(customer, String(headers['x-request-id']), headers['x-tokenok-charge'], text, streams));
  }

  #refused(office: Installation, status: number, text: string): void {
    const code = codeOf(text);
    if (code === undefined) this.faults.push(`${status} ${text.slice(0, 500)}`);
    else this.told.push({ status, code, office });
  }
}

export const lastFrame = (text: string): string => /data: ([^\n]*)\n\n$/.exec(text)?.[1] ?? text;

export function codeOf(json: string): string | undefined {
  try {
    return (JSON.parse(json) as { error?: { code?: string | null } }).error?.code ?? undefined;
  } catch {
    return undefined;
  }
}
