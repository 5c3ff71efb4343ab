import { MODEL, type Protocol } from '../payloads/payload.js';

type ClientRoute = 'chat' | 'messages' | 'responses';

/** The route that a client comes by, and the protocol of the provider that answers it. */
export interface Exchange {
  readonly name: string;
  readonly client: ClientRoute;
  readonly protocol: Protocol;
}

export const CHAT: Exchange = { name: 'chat → chat', client: 'chat', protocol: 'openai' };
export const EXCHANGES: readonly Exchange[] = [
  CHAT,
  { name: 'messages → messages', client: 'messages', protocol: 'anthropic' },
  { name: 'chat → messages', client: 'chat', protocol: 'anthropic' },
  { name: 'messages → chat', client: 'messages', protocol: 'openai' },
  { name: 'responses → messages', client: 'responses', protocol: 'anthropic' },
];

/** What the provider of a bench does; it stands in the path, so that every contender passes it on alike. */
export type Script = `first-${number}` | `deltas-${number}` | 'silent';

export const PATHS = { chat: '/v1/chat/completions', messages: '/v1/messages', responses: '/v1/responses' } as const;

/** Asking the provider itself, past the gateway, means its own route. */
export const OWN_ROUTE = { openai: 'chat', anthropic: 'messages' } as const;

/** Models of the gateway: one for each script and protocol. */
export function modelOf(script: Script, protocol: Protocol): string {
  return `${MODEL}-${script}-${protocol}`;
}

const SYSTEM = 'You answer questions about a web shop: orders, deliveries, returns. Be brief and polite.';
const QUESTION = 'My parcel was due on Tuesday and has not come. The order is 20-4711. Where is it, and can I still cancel?';

/** The same short conversation in each dialect; the output limit keeps the hold small. */
export function requestBody(route: ClientRoute, model: string, stream: boolean): string {
  const system = { role: 'system', content: SYSTEM };
  const user = { role: 'user', content: QUESTION };
  switch (route) {
    case 'chat':
      return JSON.stringify({ model, stream, messages: [system, user], temperature: 0.2, max_tokens: 64 });
    case 'messages':
      return JSON.stringify({ model, stream, system: SYSTEM, messages: [user], temperature: 0.2, max_tokens: 64 });
    case 'responses':
      return JSON.stringify({ model, stream, store: false, input: [system, user], temperature: 0.2, max_output_tokens: 64 });
  }
}
