import { askAll, expectAllRaised } from '../support/sdk/in-flight.js';
import { SdkFixture } from '../support/sdk/sdk-scene.js';

let sdk: SdkFixture;
beforeAll(async () => {
  Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });
  sdk = await SdkFixture.start();
});
afterAll(() => sdk?.stop());

describe('a gateway that stops before its answers have ended', () => {
  it('is raised by every SDK, in every dialect, plain and within a stream; nothing stays held', async () => {
    const prompts = { plain: '[sandbox:delay=60000]', streamed: '[sandbox:tokens=250][sandbox:chunk-delay=200]' };
    const routed = async () => (await sdk.installation.books()).routed.size;
    const inFlight = await askAll(() => sdk.access(), prompts, routed);
    expect(await sdk.installation.gateway.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    await expectAllRaised(inFlight, 'gateway stopped or fenced', 'The gateway is stopping');
    await sdk.reopen();
    for (const { at } of inFlight) await sdk.expectBooks(at, ['failed']);
    expect(await sdk.installation.admin.verify()).toMatchObject({ holds: true, open_holds: 0 });
  });
});
