import type { IncomingHttpHeaders } from 'node:http';

/** Clients obey any wait, however long. */
const LONGEST_WAIT_SECONDS = 60;
/** What nearly all of them are. */
const AMOUNT = /^[\d.msh]+$/;
/** Some clients take 16 KiB of headers in all: an answer that they cannot read would be charged. */
const MOST_LIMITS = 32;
const MOST_NAME_CHARS = 64;
const MOST_VALUE_CHARS = 128;

/**
 * The headers of a provider's answer that a client may see: its rate limits, whether and when to try again, and how long it took. Everything else stays here,
 * above all what names our account (`openai-organization`, `openai-project`, `anthropic-organization-id`, cookies). `clean` takes it out of what goes on.
 */
export function relayedHeaders(headers: IncomingHttpHeaders, clean: (text: string) => string): Record<string, string> {
  const relayed: Record<string, string> = {};
  let limits = 0;
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== 'string') continue;
    if (name === 'retry-after') relayed[name] = secondsAtMost(value);
    else if (name === 'retry-after-ms') relayed[name] = millisecondsAtMost(value);
    else if (name === 'x-should-retry') {
      if (value === 'true' || value === 'false') relayed[name] = value;
    } else if (isLimit(name) && name.length <= MOST_NAME_CHARS && value.length <= MOST_VALUE_CHARS && limits < MOST_LIMITS) {
      relayed[name] = AMOUNT.test(value) ? value : clean(value);
      limits += 1;
    }
  }
  return relayed;
}

const isLimit = (name: string): boolean =>
  name === 'openai-processing-ms' || name.startsWith('x-ratelimit-') || name.startsWith('anthropic-ratelimit-');

/** RFC 9110, 10.2.3: seconds or a date. A date becomes seconds; providers send fractions too. */
function secondsAtMost(value: string): string {
  const seconds = /^\d+(?:\.\d+)?$/.test(value) ? Math.ceil(Number(value)) : Math.ceil((Date.parse(value) - Date.now()) / 1000);
  return String(Number.isNaN(seconds) ? LONGEST_WAIT_SECONDS : Math.max(0, Math.min(seconds, LONGEST_WAIT_SECONDS)));
}

function millisecondsAtMost(value: string): string {
  const milliseconds = Number(value);
  return milliseconds >= 0 && milliseconds <= LONGEST_WAIT_SECONDS * 1000 ? value : String(LONGEST_WAIT_SECONDS * 1000);
}
