import { Accounts, systemOrigin } from '#accounts';
import { Directory, SANDBOX_URL, type EntityOrigin } from '#catalog';
import { mintCommandId } from '#event-store';
import { Money } from '#money';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { PointAlias } from '../admin/aliases.commands.js';
import { IssueKey } from '../admin/api-keys.commands.js';
import { RegisterCustomer } from '../admin/customers.commands.js';
import { ConfigureModel } from '../admin/models.commands.js';
import { ConfigureProvider } from '../admin/providers.commands.js';
import { accepted } from '../admin/refusals.js';
import { newId } from '../http/request-id.js';
import { Banner } from '../lifecycle/banner.js';

const MODEL = 'openai/gpt-4.1-mini';
const ALIAS = 'tokenok-fast';
const DEMO_CREDIT = '5.00';
/** OpenAI's list price of the model that the sandbox plays, in dollars for a million tokens. */
const PRICE = { currency: 'USD', input_per_million: '0.40', cached_input_per_million: '0.10', output_per_million: '1.60' };
const LIMITS = { context_window: 1_047_576, max_output_tokens: 32_768, default_output_tokens: 1_024 };

/**
 * Makes a new installation usable at once: the built-in provider, a model and an alias on it, and a demo customer with credit and
 * a key. Every step looks first, so that a start that was killed goes on where it stopped; a key that nobody saw is replaced.
 */
@Injectable()
export class FirstStart {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly accounts: Accounts,
    private readonly banner: Banner,
  ) {}

  async run(): Promise<void> {
    if (this.directory.list('key', { limit: 1 }).length > 0) return;
    await this.catalog();
    const customer = await this.customer();
    const { written, secret } = await this.commands.execute(new IssueKey(newId('key'), customer, { name: 'Demo key' }, origin()));
    accepted(written);
    if (secret === undefined) throw new TypeError('The demo key was not issued');
    this.banner.add('Demo customer with 5.00 USD of credit. Its key is shown once; try it:', (url) => curl(url, secret));
  }

  private async catalog(): Promise<void> {
    if (!this.directory.hasProvider('sandbox')) {
      const facts = { protocol: 'openai', baseUrl: SANDBOX_URL, apiKey: 'sandbox' };
      accepted(await this.commands.execute(new ConfigureProvider('sandbox', facts, origin())));
    }
    if (!this.directory.hasModel(MODEL)) {
      const facts = { targets: [{ provider: 'sandbox', upstream_model: 'gpt-4.1-mini' }], price: PRICE, limits: LIMITS };
      accepted(await this.commands.execute(new ConfigureModel(MODEL, facts, origin())));
    }
    if (!this.directory.hasAlias(ALIAS)) accepted(await this.commands.execute(new PointAlias(ALIAS, [{ model: MODEL }], origin())));
  }

  private async customer(): Promise<string> {
    const [first] = this.directory.list('customer', { limit: 1 });
    const facts = { name: 'Demo', email: 'demo@tokenok.local', currency: 'USD', timeZone: 'UTC' };
    const ids = { customer: newId('cus'), account: newId('acc') };
    const customer = first ?? accepted(await this.commands.execute(new RegisterCustomer(ids, facts, origin()))).state;
    const account = await this.accounts.open(customer.account);
    if (account && account.lots.length === 0) await this.grant(customer.account);
    return customer.customer;
  }

  private async grant(account: string): Promise<void> {
    const { refusal } = await this.accounts.execute(
      account,
      {
        type: 'GrantCredit',
        at: new Date().toISOString(),
        lot: newId('lot'),
        kind: 'promo',
        amount: Money.recorded('USD', DEMO_CREDIT),
        reason: 'Demo credit',
        expiresAt: null,
        claim: null,
      },
      systemOrigin('first start'),
    );
    if (refusal) throw new TypeError(`The demo credit was refused: ${refusal.message}`);
  }
}

const origin = (): EntityOrigin => ({ actor: 'system', cause: 'first start', commandId: mintCommandId() });

/** One line that works as it stands in a POSIX shell. */
function curl(url: string, key: string): string {
  const body = JSON.stringify({ model: ALIAS, messages: [{ role: 'user', content: 'Hello, Tokenok!' }] });
  return `curl ${url}/v1/chat/completions -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '${body}'`;
}
