import type { Traits } from './traits/traits.js';

export const PROTOCOLS = ['openai', 'anthropic'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** The built-in provider: each process resolves it to its own, so no port ever stands in an event. */
export const SANDBOX_URL = 'sandbox:';

/** Version 1. Stream `provider-{provider}`. */
export type ProviderEvent = {
  readonly type: 'ProviderConfigured';
  readonly data: {
    readonly provider: string;
    readonly protocol: Protocol;
    /** Without a slash at its end. */
    readonly base_url: string;
    /** The provider's API key, a ciphertext under the master key. */
    readonly credential: string;
    /** Where plain http beyond the loopback was wanted. Events that are older than the rule have it with neither. */
    readonly insecure?: true;
    readonly traits?: Traits;
  };
};
