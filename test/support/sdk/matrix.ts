import { ROUTINGS, type Client, type Routing } from './clients/client.js';
import { SCENARIOS, type Scenario } from './scenarios.js';
import { SdkFixture, modelFor } from './sdk-scene.js';

/**
 * The columns of these clients: every scenario in both routings, several at a time, because most of them wait. A cell is a test, or the client's stated reason for having no such
 * thing, held against the SDK.
 */
export function describeMatrix(clients: readonly Client[], more?: (sdk: () => SdkFixture) => void): void {
  let started: Promise<SdkFixture> | undefined;
  // Jest begins concurrent tests before it calls hooks: whoever comes first starts it.
  const fixture = () => (started ??= SdkFixture.start());
  let sdk: SdkFixture;
  beforeAll(async () => {
    sdk = await fixture();
  });
  afterAll(async () => {
    for (const client of clients) client.close?.();
    await sdk.stop();
  });

  for (const client of clients)
    describe.each(ROUTINGS)(`${client.name}, %s protocol`, (routing) => {
      for (const [name, scenario] of Object.entries<Scenario>(SCENARIOS)) {
        const lacks = scenario.lacks?.(client);
        if (lacks) it(`${name}: none (${lacks.because})`, async () => expect(await lacks.isSo()).toBe(true));
        else it.concurrent(name, async () => runCell(await fixture(), scenario, client, routing));
      }
    });

  more?.(() => sdk);

  it('leaves books that the verifier accepts', async () =>
    expect(await sdk.installation.admin.verify()).toMatchObject({ holds: true, balanced: true, open_holds: 0, findings: [] }));
}

async function runCell(sdk: SdkFixture, scenario: Scenario, client: Client, routing: Routing): Promise<void> {
  const [at, poor] = [await sdk.access(), await sdk.access('no credit')];
  await scenario.run({ sdk, client, routing, model: modelFor(client.protocol, routing), at, poor });
  await sdk.expectBooks(at, scenario.books({ routing }));
  await sdk.expectBooks(poor, [], '0.00');
}
