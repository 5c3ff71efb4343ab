import type { AxiosStatic } from 'axios';
import type { ListRefusal } from '#price-lists';

/** The largest public list has 3 MiB. */
export const MAX_LIST_BYTES = 8 * 1024 * 1024;
const TIMEOUT_MS = 15_000;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Control plane: one list, asked for by an admin. No redirect is followed, so that the URL that is recorded is where the bytes came from. */
export async function fetchList(text: string): Promise<Buffer | ListRefusal> {
  const url = allowed(text);
  if (!url) return NOT_ALLOWED;
  const { default: axios } = await import('axios'); // when it is first needed, which most starts never do
  try {
    const { status, data } = await axios.get<ArrayBuffer>(url.href, {
      timeout: TIMEOUT_MS,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      maxContentLength: MAX_LIST_BYTES,
      maxRedirects: 0,
      proxy: false,
      responseType: 'arraybuffer',
      validateStatus: () => true,
    });
    if (status >= 300 && status < 400) return unavailable(`${url.host} redirects (${status}): name the URL that it leads to`);
    if (status !== 200) return unavailable(`${url.host} answered ${status}`);
    return Buffer.from(data);
  } catch (fault) {
    return unavailable(reasonOf(axios, fault, url.host));
  }
}

/** The URL is recorded: no password and no token may stand in it. */
function allowed(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isAllowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  return url && isAllowed && url.username === '' && url.password === '' && !/[?#]/.test(text) ? url : undefined;
}

const NOT_ALLOWED: ListRefusal = {
  code: 'LIST_URL_INVALID',
  field: 'url',
  message: 'url must be https (http on the loopback only), without user, password, query and fragment',
};

function reasonOf({ isAxiosError }: AxiosStatic, fault: unknown, host: string): string {
  if (!isAxiosError(fault)) return `${host} cannot be read`;
  if (fault.message.includes('maxContentLength')) return `The list at ${host} is larger than ${MAX_LIST_BYTES} bytes`;
  const isLate = fault.code === 'ECONNABORTED' || fault.code === 'ERR_CANCELED' || fault.code === 'ETIMEDOUT';
  return isLate ? `${host} did not answer within ${TIMEOUT_MS} ms` : `${host} cannot be reached (${fault.code ?? 'no answer'})`;
}

const unavailable = (message: string): ListRefusal => ({ code: 'PRICE_LIST_UNAVAILABLE', field: 'url', message });
