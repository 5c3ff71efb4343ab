import type { Books } from '../gateway/books.js';
import { nanos } from '../gateway/nanos.js';
import type { SeenWhole } from './load.js';

/** What is wrong with the charges of answers that clients saw whole; empty is what every test wants. That no request ends twice, the books check. */
export function notChargedOnce(books: Books, answers: readonly SeenWhole[]): readonly string[] {
  const problems = answers.flatMap((answer) => wrongWith(books, answer).map((problem) => `${answer.id}: ${problem}`));
  const twice = answers.length - new Set(answers.map(({ id }) => id)).size;
  return twice === 0 ? problems : [...problems, `${twice} answers have the id of another one`];
}

function wrongWith(books: Books, { id, account, charge, inputTokens, outputTokens }: SeenWhole): readonly string[] {
  const metered = books.charge(id);
  if (!metered) return [`answered whole, and not charged but ${books.ends.get(id)?.type ?? 'open'}`];
  const { charge: charged, outcome } = metered.data as { charge: string; outcome: string };
  const rated = BigInt(inputTokens) * 1_000n + BigInt(outputTokens) * 4_000n;
  return [
    ...(metered.stream.includes(account) ? [] : [`charged in ${metered.stream}`]),
    ...(outcome === 'succeeded' ? [] : [`charged as ${outcome}`]),
    ...(charge === undefined || charge === charged ? [] : [`told ${charge}, charged ${charged}`]),
    ...(inputTokens < 0 || nanos(charged) === rated ? [] : [`${inputTokens} and ${outputTokens} tokens, charged ${charged}`]),
  ];
}
