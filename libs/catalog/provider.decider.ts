import { accept, refuse, type Decision, type Placed } from '#streams';
import { PROVIDER_ID_RULE, isProviderId } from './names.js';
import { PROTOCOLS, SANDBOX_URL, type Protocol, type ProviderEvent } from './provider.events.js';
import { sameJson } from './same-json.js';
import { checkTraits, recordTraits, type TraitRefusal, type Traits } from './traits.js';

/** Replaces the whole configuration. */
export type ConfigureProvider = {
  readonly type: 'ConfigureProvider';
  readonly provider: string;
  readonly protocol: string;
  readonly baseUrl: string;
  /** The very ciphertext that is recorded already where the credential is the same, else a new one. */
  readonly credential: string;
  readonly traits?: Traits;
};

export type ProviderRefusal = 'PROVIDER_ID_INVALID' | 'PROTOCOL_UNKNOWN' | 'BASE_URL_INVALID' | TraitRefusal;

/** JSON, because the directory keeps it as a row. */
export type Provider = ProviderEvent['data'] & { readonly configured_at: string };

export function decideProvider(command: ConfigureProvider, provider: Provider | undefined): Decision<ProviderEvent, ProviderRefusal> {
  const { provider: id, protocol, baseUrl, credential, traits } = command;
  if (!isProviderId(id)) return refuse('PROVIDER_ID_INVALID', `A provider's id is ${PROVIDER_ID_RULE}`, 'id');
  if (!isProtocol(protocol)) return refuse('PROTOCOL_UNKNOWN', `${protocol} is no protocol: use ${PROTOCOLS.join(' or ')}`, 'protocol');
  const base_url = normaliseBaseUrl(baseUrl);
  if (base_url === undefined) {
    return refuse('BASE_URL_INVALID', 'A base URL is http(s)://host[:port][/path], without user, query and fragment', 'base_url');
  }
  const badTrait = checkTraits(traits, 'traits');
  if (badTrait) return { refusal: badTrait };
  const data = { provider: id, protocol, base_url, credential, ...recordTraits(traits) };
  if (provider && sameJson({ ...data, configured_at: provider.configured_at }, provider)) return accept();
  return accept({ type: 'ProviderConfigured', data });
}

export function evolveProvider(_provider: Provider | undefined, event: ProviderEvent, placed: Placed): Provider {
  return { ...event.data, configured_at: placed.at };
}

function isProtocol(text: string): text is Protocol {
  return (PROTOCOLS as readonly string[]).includes(text);
}

/** User and password in a URL would stand in the events in the clear, and a query would be lost when a path is added. */
function normaliseBaseUrl(text: string): string | undefined {
  if (text === SANDBOX_URL) return text;
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) return undefined;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
