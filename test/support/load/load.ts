import { say, type Customer, type Installation } from '../gateway/installation.js';
import type { Seeded } from './seeded.js';

/** An answer that a client saw whole: from then on it has to be in the ledger, once. */
export interface SeenWhole {
  readonly id: string;
  readonly account: string;
  readonly outputTokens: number;
  readonly inputTokens: number;
  /** A plain answer tells its charge. */
  readonly charge: string | undefined;
}

interface ToldUsage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
}

/** Clients that ask again as soon as they are answered, until the gateway is gone. */
export class Load {
  readonly seen: SeenWhole[] = [];
  readonly faults: string[] = [];
  private running = true;
  private readonly clients: Promise<void>[];

  constructor(
    private readonly installation: Installation,
    customers: readonly Customer[],
    clients: number,
    chance: Seeded,
  ) {
    this.clients = Array.from({ length: clients }, (_, index) =>
      this.client(customers[index % customers.length]!, index % 2 === 1, chance.between(0, 2)),
    );
  }

  /** Resolves when every client has noticed that the gateway is gone. */
  async stop(): Promise<void> {
    this.running = false;
    await Promise.all(this.clients);
  }

  private async client(customer: Customer, streams: boolean, kind: number): Promise<void> {
    const more = streams ? { stream: true, ...(kind > 0 ? { stream_options: { include_usage: true } } : {}) } : {};
    for (let turn = 0; this.running; turn += 1) {
      try {
        const answer = await this.installation.chat(customer, say(`Turn ${turn}`, { max_tokens: 50, ...more }));
        if (answer.status !== 200) this.faults.push(`${answer.status} ${answer.text}`);
        else if (streams && !answer.text.endsWith('data: [DONE]\n\n')) this.faults.push(`a stream ended in ${answer.text.slice(-200)}`);
        else
          this.seen.push(
            seenWhole(customer, String(answer.headers['x-request-id']), answer.headers['x-tokenok-charge'], answer.text, streams),
          );
      } catch {
        // The gateway was killed: an answer that was cut is no answer.
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
  }
}

export function seenWhole(customer: Customer, id: string, charge: unknown, text: string, streams: boolean): SeenWhole {
  const documents = streams
    ? text
        .split('\n\n')
        .filter((frame) => frame.startsWith('data: {'))
        .map((frame) => frame.slice(6))
    : [text];
  const usages = documents.map((json) => (JSON.parse(json) as { usage?: ToldUsage | null }).usage);
  const usage = usages.findLast((told) => told != null);
  return {
    id,
    account: customer.account,
    inputTokens: usage?.prompt_tokens ?? -1,
    outputTokens: usage?.completion_tokens ?? -1,
    charge: typeof charge === 'string' ? charge : undefined,
  };
}
