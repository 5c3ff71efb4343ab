import { seenWhole, type SeenWhole } from '../../support/load/load.js';
import { say, type Customer, type Installation } from '../../support/gateway/installation.js';

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
  /** How often each client was refused since somebody was answered whole. */
  readonly #refusals: number[];
  /** Answers that a client could make nothing of. There must be none. */
  readonly faults: string[] = [];
  #running = true;
  readonly #clients: Promise<void>[];

  constructor(offices: readonly Installation[], customers: readonly Customer[], clientsOfEach: number) {
    this.#refusals = new Array<number>(offices.length * clientsOfEach).fill(0);
    this.#clients = this.#refusals.map((_, client) => {
      const [office, index] = [offices[Math.floor(client / clientsOfEach)]!, client % clientsOfEach];
      return this.#client(client, office, customers[index % customers.length]!, index);
    });
  }

  /** Resolves when every client has its last answer. */
  async stop(): Promise<this> {
    this.#running = false;
    await Promise.all(this.#clients);
    return this;
  }

  /** Every client was refused so often in a row, and nobody was answered meanwhile: from 2 on, no request of before is open any more. */
  get refusedInARow(): number {
    return Math.min(...this.#refusals);
  }

  /** How often each code was told. */
  get codes(): Readonly<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { code } of this.told) counts[code] = (counts[code] ?? 0) + 1;
    return counts;
  }

  async #client(client: number, office: Installation, customer: Customer, index: number): Promise<void> {
    for (let turn = index; this.#running; turn += 1) {
      if (await this.#ask(office, customer, turn % 2 === 1)) this.#refusals.fill(0);
      else {
        this.#refusals[client]! += 1;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  /** Whether it was answered whole. */
  async #ask(office: Installation, customer: Customer, streams: boolean): Promise<boolean> {
    const more = streams ? { stream: true, stream_options: { include_usage: true } } : {};
    const answer = await office.chat(customer, say('Turn', { max_tokens: 50, ...more })).catch(() => undefined);
    if (answer === undefined) {
      this.cut.push(office);
      return false;
    }
    const { status, text, headers } = answer;
    if (status !== 200) return this.#refused(office, status, text);
    if (streams && !text.endsWith('data: [DONE]\n\n')) return this.#refused(office, status, lastFrame(text));
    this.lastOf.set(office, String(headers['x-request-id']));
    this.seen.push(seenWhole(customer, String(headers['x-request-id']), headers['x-tokenok-charge'], text, streams));
    return true;
  }

  #refused(office: Installation, status: number, text: string): false {
    const code = codeOf(text);
    if (code === undefined) this.faults.push(`${status} ${text.slice(0, 500)}`);
    else this.told.push({ status, code, office });
    return false;
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
