import { systemOrigin } from '#accounts';
import { SANDBOX_URL } from '#catalog';
import { Directory, type EntityOrigin } from '#directory';
import { derivedId, mintCommandId } from '#event-store';
import { InstallationSecrets, hashEmail } from '#identity';
import { Money } from '#money';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { TypeID } from 'typeid-js';
import { PointAlias } from '../catalog/aliases.commands.js';
import { IssueKey } from '../api-keys/api-keys.commands.js';
import { GrantOwnCredit } from '../credits/credits.commands.js';
import { RegisterCustomer } from '../customers/customers.commands.js';
import { ConfigureModel } from '../catalog/models.commands.js';
import { ConfigureProvider } from '../catalog/providers.commands.js';
import { AddMember } from '../people/members.commands.js';
import { Banner } from '../ground/banner.js';

const MODEL = 'openai/gpt-4.1-mini';
const ALIAS = 'tokenok-fast';
/** The demo models also by the names that their providers give them: clients know those, and some know no other. */
const ALIASES = {
  [ALIAS]: MODEL,
  'tokenok-premium': 'anthropic/claude-sandbox',
  'tokenok-coding': 'anthropic/claude-sandbox',
  'gpt-4.1-mini': MODEL,
  'claude-sandbox': 'anthropic/claude-sandbox',
};
const DEMO_EMAIL = 'demo@tokenok.local';
const DEMO_CREDIT = '5.00';
/** The built-in provider once in each protocol, so that both can be tried in both directions. */
const PROVIDERS = { sandbox: 'openai', 'sandbox-anthropic': 'anthropic' } as const;
/** At the list prices of the models that the sandbox plays, in dollars for a million tokens. */
const MODELS = {
  [MODEL]: {
    provider: 'sandbox',
    upstream_model: 'gpt-4.1-mini',
    price: { currency: 'USD', input_per_million: '0.40', cached_input_per_million: '0.10', output_per_million: '1.60' },
    limits: { context_window: 1_047_576, max_output_tokens: 32_768 },
  },
  'anthropic/claude-sandbox': {
    provider: 'sandbox-anthropic',
    upstream_model: 'claude-sandbox',
    price: {
      currency: 'USD',
      input_per_million: '1.00',
      cached_input_per_million: '0.10',
      cache_write_per_million: '1.25',
      output_per_million: '5.00',
    },
    limits: { context_window: 200_000, max_output_tokens: 64_000 },
  },
};

/**
 * Makes a new installation usable at once: the built-in provider in both protocols, a model on each, aliases, and a demo customer with credit and
 * a key. Every step looks first, so that a start that was killed goes on where it stopped. The ids follow from the installation,
 * so that gateways that start first at the same time make one customer, one credit and one key between them; whoever wrote the key
 * shows it.
 */
@Injectable()
export class FirstStart {
  constructor(
    private readonly commands: CommandBus,
    private readonly directory: Directory,
    private readonly installation: InstallationSecrets,
    private readonly banner: Banner,
  ) {}

  async run(): Promise<void> {
    if (this.isInUse()) return;
    await this.catalog();
    await this.customer();
    await this.owner();
    const command = new IssueKey(this.idOf('key'), this.idOf('cus'), { name: 'Demo key' }, origin());
    const { written, secret } = await this.commands.execute(command);
    if (written.refusal?.code === 'KEY_EXISTS') return;
    assertWritten(written);
    if (secret === undefined) throw new TypeError('The demo key was not issued');
    this.banner.add('Demo customer with 5.00 USD of credit. Its key is shown once; try it:', (url) => curl(url, secret));
  }

  /** Somebody has a key, or customers of their own: nothing is made for them. */
  private isInUse(): boolean {
    const customers = this.directory.list('customer', { limit: 2 });
    return this.directory.list('key', { limit: 1 }).length > 0 || customers.some(({ customer }) => customer !== this.idOf('cus'));
  }

  private idOf(prefix: 'cus' | 'acc' | 'lot' | 'key'): string {
    return TypeID.fromUUID(prefix, derivedId(prefix, hashEmail(this.installation.pepper, DEMO_EMAIL))).toString();
  }

  private async catalog(): Promise<void> {
    for (const [id, protocol] of Object.entries(PROVIDERS)) {
      if (this.directory.hasProvider(id)) continue;
      const facts = { protocol, baseUrl: SANDBOX_URL, apiKey: 'sandbox' };
      assertWritten(await this.commands.execute(new ConfigureProvider(id, facts, origin())));
    }
    for (const [model, { provider, upstream_model, price, limits }] of Object.entries(MODELS)) {
      if (this.directory.hasModel(model)) continue;
      const facts = { targets: [{ provider, upstream_model }], price, limits };
      assertWritten(await this.commands.execute(new ConfigureModel(model, facts, origin())));
    }
    for (const [alias, model] of Object.entries(ALIASES)) await this.alias(alias, model);
  }

  /** A name that somebody has taken stays his. */
  private async alias(name: string, model: string): Promise<void> {
    if (this.directory.hasAlias(name) || this.directory.hasModel(name)) return;
    const written = await this.commands.execute(new PointAlias(name, [{ model }], origin()));
    if (written.refusal?.code !== 'NAME_TAKEN') assertWritten(written);
  }

  private async customer(): Promise<void> {
    const facts = { name: 'Demo', email: DEMO_EMAIL, currency: 'USD', timeZone: 'UTC' };
    const ids = { customer: this.idOf('cus'), account: this.idOf('acc') };
    if (!this.directory.customer(ids.customer)) {
      const written = await this.commands.execute(new RegisterCustomer(ids, facts, origin()));
      if (written.refusal?.code !== 'CUSTOMER_EXISTS') assertWritten(written);
    }
    await this.grant(ids.account);
  }

  /** Whoever was registered at the first start owns the demo customer, so that there is something to see at the first sign-in. */
  private async owner(): Promise<void> {
    const first = this.directory
      .list('person', { limit: Infinity })
      .find(({ person }) => this.directory.installationRoleOf(person) === 'owner');
    const customer = this.directory.customer(this.idOf('cus'));
    if (first === undefined || Object.keys(customer?.members ?? {}).length > 0) return;
    assertWritten(await this.commands.execute(new AddMember(this.idOf('cus'), first.person, 'owner', origin())));
  }

  /** The same lot again changes nothing. */
  private grant(account: string): Promise<void> {
    const facts = { kind: 'promo', amount: Money.recorded('USD', DEMO_CREDIT), reason: 'Demo credit', expiresAt: null } as const;
    return this.commands.execute(new GrantOwnCredit(account, this.idOf('lot'), facts, systemOrigin('first start')));
  }
}

function assertWritten({ refusal }: { readonly refusal?: { readonly code: string; readonly message: string } }): void {
  if (refusal) throw new TypeError(`The first start was refused: ${refusal.code}, ${refusal.message}`);
}

const origin = (): EntityOrigin => ({ actor: 'system', cause: 'first start', commandId: mintCommandId() });

/** One line that works as it stands in a POSIX shell. */
function curl(url: string, key: string): string {
  const body = JSON.stringify({ model: ALIAS, messages: [{ role: 'user', content: 'Hello, Tokenok!' }] });
  return `curl ${url}/v1/chat/completions -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '${body}'`;
}
