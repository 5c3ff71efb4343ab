import type { CallableProvider } from '#directory';
import type { AxiosStatic } from 'axios';

export interface ProbeResult {
  readonly provider: string;
  /** `refused`: it answers, but not to our credential. `failing`: it answers with something else than a list of models. */
  readonly status: 'up' | 'refused' | 'failing' | 'unreachable';
  readonly http_status: number | null;
  /** Why there is no status: the system's code (`ENOTFOUND`, `ECONNREFUSED`), or `TIMEOUT`. */
  readonly error: string | null;
  readonly latency_ms: number;
  readonly checked_at: string;
}

const TIMEOUT_MS = 5_000;
/** A list of models is some kilobytes; whatever is larger is none. */
const MAX_BYTES = 4 * 1024 * 1024;

/** Asks a provider for its models: free of charge, and refused without a good credential. Nothing of its answer is passed on. */
export async function probe({ id, protocol, credential }: CallableProvider, baseUrl: string): Promise<ProbeResult> {
  const startedAt = performance.now();
  const { status, error } = await statusOf(protocol === 'anthropic' ? `${baseUrl}/v1/models` : `${baseUrl}/models`, {
    authorization: `Bearer ${credential}`,
    ...(protocol === 'anthropic' && { 'x-api-key': credential, 'anthropic-version': '2023-06-01' }),
  });
  return {
    provider: id,
    status: status === null ? 'unreachable' : status < 300 ? 'up' : status === 401 || status === 403 ? 'refused' : 'failing',
    http_status: status,
    error,
    latency_ms: Math.round(performance.now() - startedAt),
    checked_at: new Date().toISOString(),
  };
}

async function statusOf(
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<Pick<ProbeResult, 'error'> & { readonly status: number | null }> {
  const { default: axios } = await import('axios'); // when it is first needed, which most starts never do
  try {
    const { status } = await axios.get(url, {
      headers,
      timeout: TIMEOUT_MS,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      maxContentLength: MAX_BYTES,
      maxRedirects: 0,
      proxy: false,
      responseType: 'arraybuffer',
      validateStatus: () => true,
    });
    return { status, error: null };
  } catch (fault) {
    // An error of axios carries the whole request with its credential: only its code goes on.
    return { status: null, error: codeOf(axios, fault) };
  }
}

function codeOf({ isAxiosError }: AxiosStatic, fault: unknown): string {
  if (!isAxiosError(fault) || fault.code === undefined) return 'FAILED';
  return fault.code === 'ERR_CANCELED' || fault.code === 'ECONNABORTED' ? 'TIMEOUT' : fault.code;
}
