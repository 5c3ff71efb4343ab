import { Upstream } from '../upstream/upstream.js';
import { removeDirectories, type GatewayOptions } from './gateway.process.js';
import { Installation, type Customer } from './installation.js';

/** What most end-to-end suites play on: a provider that does what it is told, a gateway with a model on it, and a customer. */
export class Scene {
  upstream!: Upstream;
  installation!: Installation;
  customer!: Customer;

  /** Made before the first test of the file, and gone behind its last. Without `credit` the customer has none. */
  static of(credit?: string, options: GatewayOptions = {}): Scene {
    const scene = new Scene();
    beforeAll(async () => {
      scene.upstream = await Upstream.start();
      scene.installation = await Installation.start(scene.upstream.baseUrl, options);
      scene.customer = await scene.installation.customer(credit);
    });
    afterAll(async () => {
      await scene.installation?.gateway.stop('SIGKILL');
      await scene.upstream?.stop();
      removeDirectories();
    });
    return scene;
  }

  /** The same provider, as one of Anthropic's protocol. */
  async offerAnthropic(): Promise<void> {
    await this.installation.provider('anthropic', this.upstream.baseUrl.replace(/\/v1$/, ''), 'anthropic');
  }
}
