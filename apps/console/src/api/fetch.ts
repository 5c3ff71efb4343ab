import { language } from '../i18n/i18n.js';
import { reportAway } from './away.js';
import { atGate, type GateKind } from './gates.js';
import { Away, Declined, problemOf, type Problem } from './problem.js';

/** Where an answer of 401 is about what was typed, and not about the session. */
const SIGN_INS = /\/session(\/(passkey|step-up|invitation|reset|sign-up|totp|password)\b.*)?$/;
const AWAY: ReadonlySet<number> = new Set([502, 503, 504]);
/** A session is looked for before there is one: its absence is an answer. */
export const QUIET = 'x-tokenok-quiet';

/**
 * Each call of the console: in the person's language; asked again after the person has signed in again or shown a factor where the
 * API wants that. Throws `Away` for no answer, `Declined` where the person would not; any other refusal is an answer.
 */
export async function consoleFetch(request: Request): Promise<Response> {
  request.headers.set('accept-language', language());
  const isQuiet = request.headers.has(QUIET);
  request.headers.delete(QUIET);
  const again = request.clone();
  const response = await reach(request);
  const problem = await problemOf(response);
  const kind = problem && !isQuiet ? gateOf(problem, request) : undefined;
  if (kind === undefined) return response;
  if (!(await atGate(kind))) throw new Declined(problem?.detail ?? problem?.title);
  return consoleFetch(again);
}

async function reach(request: Request): Promise<Response> {
  let response;
  try {
    response = await fetch(request);
  } catch (cause) {
    if (request.signal.aborted) throw cause;
    reportAway();
    throw new Away('No answer', { cause });
  }
  if (!AWAY.has(response.status)) return response;
  reportAway();
  throw new Away((await problemOf(response))?.detail ?? 'No answer');
}

function gateOf({ status, code }: Problem, { url }: Request): GateKind | undefined {
  if (code === 'step_up_required') return 'step-up';
  return status === 401 && !SIGN_INS.test(new URL(url).pathname) ? 'sign-in' : undefined;
}
