import { DocumentedAnswers, type OpenApi, type SeenAnswer } from './openapi.js';

/** Where gateways of this process listen; providers of tests are none. */
const gateways = new Set<string>();
const differing = new Set<string>();
let known: DocumentedAnswers | undefined;

/** Kept from one spec file to the next: to make the document costs a gateway a seventh of its start. */
const kept = globalThis as { tokenokDocumentedAnswers?: Promise<DocumentedAnswers> };

/** Answers from this address are held against the document that the first gateway of this worker gives. */
export async function holdAnswersOf(url: string): Promise<void> {
  gateways.add(url);
  kept.tokenokDocumentedAnswers ??= fetch(`${url}/api/openapi.json`).then(
    async (answer) => new DocumentedAnswers((await answer.json()) as OpenApi),
  );
  known = await kept.tokenokDocumentedAnswers;
}

export function heard(url: string, answer: Omit<SeenAnswer, 'path'>): void {
  const { origin, pathname } = new URL(url);
  if (!gateways.has(origin)) return;
  const difference = known?.difference({ ...answer, path: pathname });
  if (difference !== undefined) differing.add(difference);
}

/** Answers that were not as `/api/openapi.json` says, each named once; empty is what every suite wants. */
export function undeclaredAnswers(): readonly string[] {
  const found = [...differing];
  differing.clear();
  return found;
}
