import { UnavailableError } from '../errors.js';

/** What the client understands. It answers any other option with a warning that shows the whole URL, password included. */
const OPTIONS = new Set(
  [
    'connectionName',
    'defaultDeadline',
    'discoveryInterval',
    'gossipTimeout',
    'keepAliveInterval',
    'keepAliveTimeout',
    'maxDiscoverAttempts',
    'nodePreference',
    'throwOnAppendFailure',
    'tls',
    'tlsCAFile',
    'userCertFile',
    'userKeyFile',
  ].map((option) => option.toLowerCase()),
);

const SHAPE = 'esdb://user:password@host:2113?tls=true or esdb+discover://…';

/**
 * Refuses a URL that the client would take and then do something else than it says, before the client sees it. Nothing of the URL
 * is shown but the name of an option: it may hold a password.
 */
export function checkedUrl(url: string): string {
  const [, credentials, query = ''] = /^esdb(?:\+discover)?:\/\/([^@/?]*@)?[^@?]+?(?:\?(.*))?$/.exec(url.trim()) ?? [];
  if (!/^esdb(\+discover)?:\/\/./.test(url.trim()) || url.split('@').length > 2) {
    throw new UnavailableError(`The URL of EventStoreDB must look like ${SHAPE}`);
  }
  const options = new Map(query.split('&').map((pair) => [flat(pair.split('=')[0] ?? ''), pair.split('=')[1]]));
  for (const option of options.keys()) {
    if (option !== '' && !OPTIONS.has(option))
      throw new UnavailableError(`The URL of EventStoreDB has an option ${option}, which is unknown`);
  }
  if (credentials !== undefined && options.get('tls') === 'false') {
    throw new UnavailableError(
      'The URL of EventStoreDB has credentials and tls=false: the client would drop them in silence. Use TLS, or leave the credentials out',
    );
  }
  return url.trim();
}

function flat(option: string): string {
  return option.trim().toLowerCase().replace(/[_-]/g, '');
}
