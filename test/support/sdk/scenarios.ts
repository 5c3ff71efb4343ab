import type { Access, Client, Failure, Lacks, Routing } from './clients/client.js';
import type { Ended } from './customer-books.js';
import type { SdkFixture } from './sdk-scene.js';
import { expectRaised } from './raised.js';

/** What a scenario runs with: one client, on a model whose provider speaks its protocol or the other one, for a customer of its own. */
export interface Cell {
  readonly sdk: SdkFixture;
  readonly client: Client;
  readonly routing: Routing;
  readonly model: string;
  /** As a user has it: the key of a customer with credit, and the SDK's own retries. */
  readonly at: Access;
  /** A customer without credit. */
  readonly poor: Access;
}

export interface Scenario {
  /** Why this client has no such thing; undefined: it has. */
  readonly lacks?: (client: Client) => Lacks | undefined;
  /** How each of its requests ends, in the customer's log; none: nothing was held. */
  readonly books: (cell: Pick<Cell, 'routing'>) => readonly Ended[];
  run(cell: Cell): Promise<void>;
}

const lacking = (member: Client['embed'] | Client['models']): Lacks | undefined => (typeof member === 'function' ? undefined : member);
const once = () => ['succeeded'] as const;
const twice = () => ['succeeded', 'succeeded'] as const;
const failed = () => ['failed'] as const;
const cancelled = () => ['cancelled'] as const;
const nothing = () => [] as const;

/** The rows of the matrix. */
export const SCENARIOS = {
  plain: {
    books: once,
    async run({ client, at, model }) {
      const { text, end, inputTokens, outputTokens } = await client.plain(at, { model, prompt: 'Hello' });
      expect({ text, end }).toEqual({ text: expect.stringMatching(/\w/) as string, end: client.ends.text });
      expect(inputTokens).toBeGreaterThan(0);
      expect(outputTokens).toBeGreaterThan(1);
    },
  },
  streaming: {
    books: once,
    async run({ client, at, model }) {
      const { text, end, pieces, inputTokens, outputTokens } = await client.stream(at, { model, prompt: 'Hello' });
      expect({ text, end }).toEqual({ text: expect.stringMatching(/\w/) as string, end: client.ends.text });
      expect(pieces).toBeGreaterThan(1);
      expect(inputTokens).toBeGreaterThan(0);
      expect(outputTokens).toBeGreaterThan(1);
    },
  },
  tools: { books: twice, run: ({ client, at, model }) => callsWeather(client, client.tool(at, { model, prompt: 'Berlin' })) },
  'streaming tools': {
    books: twice,
    run: ({ client, at, model }) => callsWeather(client, client.streamTool(at, { model, prompt: 'Berlin' })),
  },
  'structured output': {
    books: once,
    run: async ({ client, at, model }) => expect(await client.structured(at, { model, prompt: 'Paris' })).toEqual({ city: 'Paris' }),
  },
  images: {
    books: once,
    async run({ client, at, model }) {
      expect((await client.image(at, { model, prompt: 'What is it?' })).inputTokens).toBeGreaterThan(85);
    },
  },
  embeddings: {
    lacks: ({ embed }) => lacking(embed),
    books: ({ routing }) => (routing === 'same' ? ['succeeded'] : []),
    async run({ client: { embed }, at, model, routing }) {
      const embedding = (embed as Exclude<Client['embed'], Lacks>)(at, model, ['Hello', 'World']);
      if (routing === 'same') expect((await embedding).map((vector) => vector.length)).toEqual([1_536, 1_536]);
      // The other protocol has none to translate to: refused by the model's name, before anything is held.
      else await expect(embedding).rejects.toThrow(model);
    },
  },
  models: {
    lacks: ({ models }) => lacking(models),
    books: nothing,
    async run({ client: { models }, at, model, sdk }) {
      const ids = await (models as Exclude<Client['models'], Lacks>)(at, model);
      expect(ids.slice(0, -1)).toEqual(expect.arrayContaining([...sdk.modelIds]));
      expect(ids.at(-1)).toBe(model);
    },
  },
  401: {
    books: nothing,
    async run({ client, at, model }) {
      const unknown = at.withKey('tok_no');
      await raises(client, 'unknown key', client.plain(unknown, { model, prompt: 'Hello' }), 'key');
      expect(unknown.sent).toBe(1);
    },
  },
  402: {
    books: nothing,
    async run({ client, poor, model }) {
      await raises(client, 'empty balance', client.plain(poor, { model, prompt: 'Hello' }), 'balance');
      expect(poor.sent).toBe(1);
    },
  },
  404: {
    books: nothing,
    async run({ client, at, model }) {
      await raises(client, 'unknown model', client.plain(at, { model: `${model}x`, prompt: 'Hello' }), `Did you mean ${model}?`);
      expect(at.sent).toBe(1);
    },
  },
  429: {
    books: failed,
    async run({ client, at, model }) {
      const impatient = at.withRetries(0);
      await raises(client, 'rate limit', client.plain(impatient, { model, prompt: '[sandbox:status=429]' }), 'limits its rate');
      expect(impatient.sent).toBe(1);
    },
  },
  '429, and its retry': {
    books: () => ['failed', 'succeeded'],
    async run({ client, at, sdk, routing }) {
      const limited = sdk.limitedOnce(client.protocol, routing);
      expect((await client.plain(at, limited)).end).toBe(client.ends.text);
      expect(at.sent).toBe(2);
      const [first, second, ...more] = limited.askedAtMs;
      expect(more).toEqual([]);
      expect(second! - first!).toBeGreaterThan(limited.waitMs - 50);
    },
  },
  'failed provider': {
    books: failed,
    run: ({ client, at, model }) =>
      raises(
        client,
        'failed provider',
        client.plain(at.withRetries(0), { model, prompt: '[sandbox:cut=1]' }),
        'broke off within its answer',
      ),
  },
  'error within the stream': {
    books: failed,
    run: streamed('error within the stream', '[sandbox:error=6][sandbox:chunk-delay=20]', 'Rehearsed error'),
  },
  'upstream cut': { books: failed, run: streamed('cut stream', '[sandbox:cut=6]', 'broke off') },
  'upstream without its end': {
    books: failed,
    run: streamed('stream without its end', '[sandbox:no-done][sandbox:usage=completion:0]', 'broke off'),
  },
  abort: {
    books: cancelled,
    async run({ client, at, model }) {
      const prompt = '[sandbox:tokens=250][sandbox:chunk-delay=40]';
      await raises(client, 'left', client.leave(at, { model, prompt }, 3), '');
      expect(at.sent).toBe(1);
    },
  },
  'abort before the first byte': {
    books: cancelled,
    async run({ client, at, model }) {
      // By then it is held, on a slow machine too; the provider answers while it is still listened to.
      await raises(client, 'abandoned', client.abandon(at, { model, prompt: '[sandbox:delay=4000]' }, 3_000), '');
      expect(at.sent).toBe(1);
    },
  },
} as const satisfies Readonly<Record<string, Scenario>>;

async function callsWeather(client: Client, turn: ReturnType<Client['tool']>): Promise<void> {
  expect(await turn).toEqual({
    end: client.ends.tool,
    calls: [{ name: 'weather', input: { city: 'Berlin' } }],
    text: expect.stringMatching(/\w/) as string,
  });
}

/** After its first words: never a clean end. */
function streamed(failure: Failure, prompt: string, message: string): Scenario['run'] {
  return async ({ client, at, model }) => {
    await raises(client, failure, client.stream(at, { model, prompt }), message);
    expect(at.sent).toBe(1);
  };
}

const raises = (client: Client, failure: Failure, promise: Promise<unknown>, message: string) =>
  expectRaised(promise, client.raises[failure], message);
