import { accept, refuse, type Decision, type Placed } from '#streams';
import { PROVIDER_ID_RULE, isProviderId } from './names.js';
import { PROTOCOLS, SANDBOX_URL, type Protocol, type ProviderEvent } from './provider.events.js';
import { sameJson } from './same-json.js';
import { checkTraits, recordTraits, type TraitRefusal, type Traits } from './traits/traits.js';

/** Replaces the whole configuration. */
export type ConfigureProvider = {
  readonly type: 'ConfigureProvider';
  readonly provider: string;
  readonly protocol: string;
  readonly baseUrl: string;
  /** The very ciphertext that is recorded already where the credential is the same, else a new one. */
  readonly credential: string;
  /** Plain http beyond the loopback is what the operator wants. */
  readonly insecure?: boolean;
  /** Why the host of the base URL must not be called, as whoever asked found out before. */
  readonly forbidden?: string | undefined;
  readonly traits?: Traits;
};

export type ProviderRefusal =
  'PROVIDER_ID_INVALID' | 'PROTOCOL_UNKNOWN' | 'BASE_URL_INVALID' | 'BASE_URL_FORBIDDEN' | 'BASE_URL_INSECURE' | TraitRefusal;

/** JSON, because the directory keeps it as a row. */
export type Provider = ProviderEvent['data'] & { readonly configured_at: string };

export function decideProvider(command: ConfigureProvider, provider: Provider | undefined): Decision<ProviderEvent, ProviderRefusal> {
  const { provider: id, protocol, baseUrl, credential, forbidden, traits } = command;
  if (!isProviderId(id)) return refuse('PROVIDER_ID_INVALID', `A provider's id is ${PROVIDER_ID_RULE}`, 'id');
  if (!isProtocol(protocol)) return refuse('PROTOCOL_UNKNOWN', `${protocol} is no protocol: use ${PROTOCOLS.join(' or ')}`, 'protocol');
  const base_url = normaliseBaseUrl(baseUrl);
  if (base_url === undefined) {
    return refuse('BASE_URL_INVALID', 'A base URL is http(s)://host[:port][/path], without user, query and fragment', 'base_url');
  }
  if (forbidden !== undefined) return refuse('BASE_URL_FORBIDDEN', forbidden, 'base_url');
  const badTrait = checkTraits(traits, 'traits');
  if (badTrait) return { refusal: badTrait };
  const isInTheClear = !isConfidential(base_url);
  const insecure = isInTheClear && command.insecure === true;
  const data = { provider: id, protocol, base_url, credential, ...(insecure && { insecure }), ...recordTraits(traits) };
  // Recorded before there was this rule, too: saying it again changes nothing.
  if (provider && sameJson({ ...data, configured_at: provider.configured_at }, provider)) return accept();
  if (isInTheClear && !insecure) {
    const message =
      'Over plain http anybody on the way reads the credential: use https, or say "insecure": true (the loopback needs neither)';
    return refuse('BASE_URL_INSECURE', message, 'base_url');
  }
  return accept({ type: 'ProviderConfigured', data });
}

export function evolveProvider(_provider: Provider | undefined, event: ProviderEvent, placed: Placed): Provider {
  return { ...event.data, configured_at: placed.at };
}

function isProtocol(text: string): text is Protocol {
  return (PROTOCOLS as readonly string[]).includes(text);
}

/** What it carries is read by nobody on the way: over TLS, or within this machine. */
function isConfidential(baseUrl: string): boolean {
  if (!baseUrl.startsWith('http:')) return true;
  return /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/.test(new URL(baseUrl).hostname);
}

/** User and password in a URL would stand in the events in the clear, and a query would be lost when a path is added. */
function normaliseBaseUrl(text: string): string | undefined {
  if (text === SANDBOX_URL) return text;
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.username !== '' || url.password !== '' || /[?#]/.test(text)) return undefined;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
