import { ADMIN_TOKEN, GatewayProcess, removeDirectories } from '../../support/gateway/gateway.process.js';
import { call, type Answer } from '../../support/gateway/http.js';
import { closeBrowser, expectNoComplaint } from './browser.js';

/** What a person typed as a name: a page shows it as text, and `document.title` is its own. */
export const EVIL = '<img src=x onerror=document.title="taken">';

/** One gateway for the file, with what its first start made; a report of the policy or a fault of a page fails the test that it came in. */
export class ConsoleScene {
  /** The demo customer. */
  customer = '';
  #gateway: GatewayProcess | undefined;
  #commands = 0;

  static of(environment: () => Promise<Readonly<Record<string, string>>> = () => Promise.resolve({})): ConsoleScene {
    const scene = new ConsoleScene();
    beforeAll(async () => {
      scene.#gateway = await GatewayProcess.start({ isAlone: true, environment: await environment() });
      scene.customer = (await scene.admin('GET', '/admin/customers')).json<{ data: { id: string }[] }>().data[0]?.id ?? '';
    });
    afterEach(expectNoComplaint);
    afterAll(async () => {
      await closeBrowser();
      await scene.#gateway?.stop();
      removeDirectories();
    });
    return scene;
  }

  get gateway(): GatewayProcess {
    if (!this.#gateway) throw new TypeError('The gateway of the scene has not been started');
    return this.#gateway;
  }

  /** With the admin token. Throws what is refused: a test would look for what is not there. */
  async admin(method: string, path: string, body?: object): Promise<Answer> {
    this.#commands += 1;
    const answer = await this.#call(method, path, ADMIN_TOKEN, { 'idempotency-key': `scene-${this.#commands}` }, body);
    if (answer.status >= 400) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer;
  }

  async newKey(name: string): Promise<string> {
    return (await this.admin('POST', `/admin/customers/${this.customer}/api-keys`, { name })).json<{ key: string }>().key;
  }

  /** A conversation of the sandbox. */
  say(key: string, body: object = {}): Promise<Answer> {
    const asked = { model: 'tokenok-fast', messages: [{ role: 'user', content: 'Hello' }], ...body };
    return this.#call('POST', '/v1/chat/completions', key, {}, asked);
  }

  #call(method: string, path: string, bearer: string, headers: Readonly<Record<string, string>>, body?: object): Promise<Answer> {
    return call({
      method,
      url: this.gateway.url + path,
      headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
  }
}
