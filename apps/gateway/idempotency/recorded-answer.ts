import type { Performed, RecordedAnswer } from '#claims';
import type { PersonalData } from '#vault';
import { ERROR_CATALOGUE, isErrorCode, wireCode } from '../http/errors/error-catalogue.js';
import type { Refused } from '../http/errors/refused.js';

/** Ciphertexts name whose key they need: `v1.cus_….nonce.body`. JSON never begins like that. */
const SEALED = /^v1\.([A-Za-z0-9_-]+)\./;

/** A refusal may repeat what was sent, however long: its claim keeps only so much of it. */
const MOST_CHARACTERS = 1_000;

/** An answer with personal data in it, encrypted under that person's own key. */
export async function sealAnswer(personal: PersonalData, subject: string, body: string): Promise<string> {
  return (await personal.seal(subject, { answer: body })).answer;
}

/** What was answered, or is: the body of a recorded answer as the client saw it. Undefined once the person that it was about has been erased. */
export async function openAnswer(personal: PersonalData, { body }: RecordedAnswer): Promise<object | undefined> {
  const subject = SEALED.exec(body)?.[1];
  const text = subject === undefined ? body : (await personal.open(subject, { answer: body })).answer;
  return text === null ? undefined : (JSON.parse(text) as object);
}

/** A refusal is answered alike for good too; which request was refused is told by each answer anew. */
export function recordedRefusal({ code, message, field }: Refused): Performed {
  return {
    status: ERROR_CATALOGUE[code].status,
    body: JSON.stringify({ code: wireCode(code), detail: message.slice(0, MOST_CHARACTERS), ...(field === undefined ? {} : { field }) }),
  };
}

export function refusalIn({ body }: RecordedAnswer): Refused {
  const { code, detail, field } = JSON.parse(body) as { code: string; detail: string; field?: string };
  const known = code.toUpperCase();
  return { code: isErrorCode(known) ? known : 'INTERNAL', message: detail, ...(field === undefined ? {} : { field }) };
}
