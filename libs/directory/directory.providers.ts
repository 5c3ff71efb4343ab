import type { Protocol, Provider, Traits } from '#catalog';

/** A provider ready to be called. The credential is opened once and lives in memory only. */
export interface CallableProvider {
  readonly id: string;
  readonly protocol: Protocol;
  /** `sandbox:` is resolved by the process that calls it. */
  readonly baseUrl: string;
  readonly credential: string;
  readonly traits?: Traits;
}

/** Turns a provider's ciphertext into its API key. */
export type OpenCredential = (provider: string, ciphertext: string) => string;

/** Providers as they are called, opened when they are first asked for. */
export class ProviderIndex {
  readonly #callable = new Map<string, CallableProvider>();

  constructor(private readonly openCredential: OpenCredential) {}

  /** It has been configured anew. */
  forget(id: string): void {
    this.#callable.delete(id);
  }

  find(id: string, configured: (id: string) => Provider | undefined): CallableProvider | undefined {
    const opened = this.#callable.get(id);
    const provider = opened ? undefined : configured(id);
    if (!provider) return opened;
    const { protocol, base_url: baseUrl, credential, traits } = provider;
    const callable = { id, protocol, baseUrl, credential: this.openCredential(id, credential), ...(traits && { traits }) };
    this.#callable.set(id, callable);
    return callable;
  }
}
