import type { Stage } from './stage.js';

export interface Customer {
  readonly id: string;
  /** Its first key. */
  readonly key: string;
}

const PRICE = { currency: 'USD', input_per_million: '1.00', cached_input_per_million: '0.25', output_per_million: '4.00' };
const COST = { currency: 'USD', input_per_million: '0.70', output_per_million: '3.10' };
const LIMITS = { context_window: 128_000, max_output_tokens: 4_096, default_output_tokens: 256 };
const EVERY_PRICE = {
  ...PRICE,
  input_audio_per_million: '9.00',
  cached_input_audio_per_million: '2.50',
  cache_write_per_million: '1.25',
  cache_write_1h_per_million: '2.00',
  output_audio_per_million: '20.00',
  tiers: [{ above_input_tokens: 50, input_per_million: '2.00', output_per_million: '6.00' }],
  service_tiers: { priority: { input_per_million: '3.00', output_per_million: '12.00' } },
};

/** Models on the sandbox have the suffix of its protocol; `far` is the provider of the scenario. */
export const MODEL = {
  fallback: 'acme/fallback',
  priced: 'acme/priced',
  messages: 'acme/messages',
  chat: 'acme/chat',
  mixed: 'acme/mixed',
};

/** Providers, models, prices and aliases: configured, changed, said again, refused. */
export async function configureCatalog(stage: Stage): Promise<void> {
  const put = (path: string, body: object, status = 200) => stage.ask(`/admin/${path}`, { method: 'PUT', body, status });
  const far = { protocol: 'openai', base_url: 'http://far.test/v1', api_key: 'sk-far' };
  await put('providers/far', far);
  await put('providers/far', far);
  await put('providers/far', { ...far, api_key: 'sk-far-rotated' });
  await put('providers/spare', { ...far, base_url: 'http://spare.test/v1' });
  await put('providers/claude', { protocol: 'anthropic', base_url: 'http://claude.test', api_key: 'sk-ant' });
  await put('providers/wrong', { ...far, protocol: 'gopher' }, 400);
  const model = (id: string, targets: readonly object[], more: object = {}, status = 200) =>
    put(`models/${id}`, { targets, price: PRICE, ...LIMITS, ...more }, status);
  await model(MODEL.chat, [{ provider: 'far', upstream_model: 'large', cost: COST }]);
  await model(MODEL.chat, [{ provider: 'far', upstream_model: 'large', cost: COST }], { price: { ...PRICE, input_per_million: '1.10' } });
  await model(MODEL.messages, [{ provider: 'claude', upstream_model: 'claude-large', cost: COST }]);
  await model(MODEL.priced, [{ provider: 'sandbox', upstream_model: 'priced' }], { price: EVERY_PRICE });
  await model(MODEL.fallback, [
    { provider: 'far', upstream_model: 'first', cost: COST },
    { provider: 'claude', upstream_model: 'second', priority: 1 },
    { provider: 'sandbox', upstream_model: 'third', priority: 2 },
  ]);
  await model(MODEL.mixed, [
    { provider: 'sandbox', upstream_model: 'left', weight: 3 },
    { provider: 'sandbox-anthropic', upstream_model: 'right', weight: 1 },
    { provider: 'far', upstream_model: 'never', priority: 1 },
  ]);
  await model('acme/nowhere', [{ provider: 'nobody', upstream_model: 'x' }], {}, 400);
  await put('aliases/cheap', { targets: [{ model: MODEL.chat }, { model: MODEL.priced, priority: 1 }] });
  await put('aliases/cheap', { targets: [{ model: MODEL.mixed }] });
  await put('aliases/cheap', { targets: [{ model: 'acme/nowhere' }] }, 400);
}

/** In other currencies and time zones too; some come twice, one is suspended and comes back. */
export async function registerCustomers(stage: Stage): Promise<readonly [ada: Customer, bob: Customer, eve: Customer]> {
  const register = async (name: string, more: object = {}, headers: Record<string, string> = {}): Promise<string> => {
    const body = { name, email: `${name.toLowerCase()}@example.com`, currency: 'USD', ...more };
    return (await stage.ask('/admin/customers', { body, headers, status: 201 })).json<{ id: string }>().id;
  };
  const adaId = await register('Ada');
  const bobId = await register('Bob', { time_zone: 'Pacific/Auckland' }, { 'idempotency-key': 'bob' });
  await register('Bob', { time_zone: 'Pacific/Auckland' }, { 'idempotency-key': 'bob' });
  const eveId = await register('Eve', { currency: 'EUR', time_zone: 'America/New_York' });
  const [ada, bob, eve] = [await issueKeys(stage, adaId), await firstKey(stage, bobId), await firstKey(stage, eveId)];
  await stage.ask(`/admin/customers/${eveId}/suspend`, { body: { reason: 'Asked for it' } });
  await stage.ask('/v1/chat/completions', { key: eve.key, body: say('tokenok-fast') });
  await stage.ask(`/admin/customers/${eveId}/reinstate`, { body: {} });
  return [ada, bob, eve];
}

export const say = (model: string, content = 'Hello', more: object = {}): object => ({
  model,
  messages: [{ role: 'user', content }],
  ...more,
});

async function firstKey(stage: Stage, id: string): Promise<Customer> {
  const { key } = (await stage.ask(`/admin/customers/${id}/api-keys`, { body: { name: 'first' }, status: 201 })).json<{ key: string }>();
  return { id, key };
}

/** Issued, rotated and revoked, by an admin and by the customer. */
async function issueKeys(stage: Stage, id: string): Promise<Customer> {
  const customer = await firstKey(stage, id);
  const keys = `/admin/customers/${id}/api-keys`;
  const issue = async (body: object, key?: string): Promise<{ id: string; key: string }> =>
    (await stage.ask(key ? '/me/api-keys' : keys, { body, ...(key && { key }) })).json();
  const scopes = ['inference', 'billing:read', 'keys:write'];
  const wide = await issue({ name: 'wide', scopes, policy: { models: ['cheap'] }, expires_at: '2027-01-01T00:00:00+02:00' });
  await issue({ name: 'unknown scope', scopes: ['everything'] });
  const own = await issue({ name: 'own' }, wide.key);
  await stage.ask(`/me/api-keys/${own.id}/rotate`, { key: wide.key, body: {} });
  await stage.ask(`${keys}/${wide.id}/rotate`, { body: { overlap_seconds: 60 } });
  await stage.ask(`${keys}/${own.id}`, { method: 'DELETE' });
  await stage.ask(`${keys}/${own.id}`, { method: 'DELETE' });
  await stage.ask('/v1/chat/completions', { key: own.key, body: say('cheap') });
  return customer;
}

const LIST = JSON.stringify({
  large: {
    litellm_provider: 'openai',
    input_cost_per_token: 2e-6,
    output_cost_per_token: 8e-6,
    max_input_tokens: 1_000,
    max_output_tokens: 100,
  },
  priced: { litellm_provider: 'openai', input_cost_per_token: 1.5e-7, output_cost_per_token: 6e-7 },
});

/** A draft that is confirmed in two parts, and one that is discarded. */
export async function importPrices(stage: Stage): Promise<void> {
  const draft = async (more: object, headers: Record<string, string> = {}): Promise<string> => {
    const body = { source: 'litellm', list: LIST, providers: { far: 'openai', sandbox: 'openai' }, ...more };
    return (await stage.ask('/admin/price-imports', { body, headers, status: 201 })).json<{ id: string }>().id;
  };
  const first = await draft({ markup_ppm: 250_000 }, { 'idempotency-key': 'import-1' });
  const confirm = (id: string, body?: object) => stage.ask(`/admin/price-imports/${id}/confirm`, body ? { body } : {});
  await confirm(first, { rows: [MODEL.chat] });
  await confirm(first);
  await confirm(first);
  const models = [{ id: 'acme/new', provider: 'far', list_provider: 'openai', list_model: 'large' }];
  const second = await draft({ models, apply: 'both' });
  await stage.ask(`/admin/price-imports/${second}`, { method: 'DELETE' });
  await confirm(second);
  await confirm(await draft({ models, apply: 'cost' }));
}
