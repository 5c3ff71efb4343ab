/** Where the page was loaded from says where everything is: the gateway writes the way up, whatever path a proxy puts before it. */
const meta = document.querySelector<HTMLMetaElement>('meta[name="tokenok-base"]');

/** The path of the console, with its slash: `/console/`, or `/ai/console/` behind a proxy. */
export const CONSOLE_PATH = new URL(meta?.content ?? '/console/', location.href).pathname;
/** The path below which the API is: `/`, or `/ai/`. */
export const API_PATH = new URL('..', new URL(CONSOLE_PATH, location.href)).pathname;
/** What an SDK has to be told, as this browser reaches the gateway. */
export const API_URL = new URL(API_PATH, location.href).href.replace(/\/$/, '');
