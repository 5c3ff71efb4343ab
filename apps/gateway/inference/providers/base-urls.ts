import { SANDBOX_URL, type Protocol } from '#catalog';

/** Where this process finds a provider: the built-in sandbox has another port in each, so none stands in an event. */
export class BaseUrls {
  /** `sandboxUrl` without a path: it speaks both protocols. */
  constructor(private readonly sandboxUrl: string) {}

  /** As the protocol's own SDK takes it: with `/v1` for OpenAI's, without for Anthropic's. */
  resolve(configured: string, protocol: Protocol): string {
    if (configured !== SANDBOX_URL) return configured;
    return protocol === 'anthropic' ? this.sandboxUrl : `${this.sandboxUrl}/v1`;
  }
}
