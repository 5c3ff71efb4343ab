import type { MasterKey } from '#vault';
import type { Provider } from './provider.decider.js';

const contextOf = (provider: string): string => `provider-${provider}:credential`;

/** The ciphertext that stands for the credential already is kept, so that configuring the same again changes nothing. */
export function sealCredential(master: MasterKey, provider: string, credential: string, before: Provider | undefined): string {
  if (before && openCredential(master, provider, before.credential) === credential) return before.credential;
  return master.seal(credential, contextOf(provider));
}

export function openCredential(master: MasterKey, provider: string, ciphertext: string): string {
  return master.openText(ciphertext, contextOf(provider));
}
