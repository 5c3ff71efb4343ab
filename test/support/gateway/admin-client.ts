import { ADMIN_TOKEN } from './gateway.process.js';
import { call, type Answer } from './http.js';

export interface Entry {
  readonly [currency: string]: readonly (readonly [account: string, amount: string])[];
}

/** An event as `/admin/ledger/events` shows it. */
export interface LedgerEvent {
  readonly position: string;
  readonly stream: string;
  readonly revision: string;
  readonly id: string;
  readonly type: string;
  readonly time: string;
  readonly data: Readonly<Record<string, unknown>> & { readonly entry?: Entry; readonly request?: string };
  readonly metadata: Readonly<Record<string, unknown>>;
}

export interface Verification {
  readonly holds: boolean;
  readonly open_holds: number;
  readonly balanced: boolean;
  readonly findings: readonly object[];
}

interface TrialBalance {
  readonly as_of_position: string;
  readonly balanced: boolean;
  readonly currencies: readonly { readonly currency: string; readonly debit: string; readonly credit: string }[];
}

/** `/admin` with the admin token, bodies as the blueprint gives them. A refusal is thrown: what is prepared has to work. */
export class AdminClient {
  /** `log` tells what the gateway had to say about it. */
  constructor(
    private readonly url: string,
    private readonly log: () => string,
  ) {}

  async send(method: string, path: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const answer = await call({ method, url: this.url + path, body, headers: { authorization: `Bearer ${ADMIN_TOKEN}`, ...headers } });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}\n${this.log()}`);
    return answer;
  }

  async get<T>(path: string): Promise<T> {
    return (await this.send('GET', path)).json<T>();
  }

  /** Everything behind a position, in order. */
  async eventsAfter(position: string): Promise<LedgerEvent[]> {
    const events: LedgerEvent[] = [];
    for (let after = position; ;) {
      const page = await this.get<{ data: LedgerEvent[]; has_more: boolean }>(`/admin/ledger/events?limit=1000&after=${after}`);
      events.push(...page.data);
      if (!page.has_more) return events;
      after = page.data.at(-1)!.position;
    }
  }

  verify(): Promise<Verification> {
    return this.get('/admin/ledger/verify');
  }

  trialBalance(position: string): Promise<TrialBalance> {
    return this.get(`/admin/ledger/trial-balance?min_position=${position}`);
  }
}
