import { upstreamText } from '../testing/translations.js';
import { readEmbeddingsRequest } from '../embeddings/request.js';
import { readCompletionsRequest } from './request.js';

const completions = (body: object) => readCompletionsRequest(Buffer.from(JSON.stringify({ model: 'm', ...body })));
const embeddings = (body: object) => readEmbeddingsRequest(Buffer.from(JSON.stringify({ model: 'm', ...body })));

describe('reading a request for /v1/completions', () => {
  it.each([
    [{ prompt: 'x' }, 1],
    [{}, 1],
    [{ prompt: ['x', 'y'], n: 2 }, 4],
    [{ prompt: 'x', n: 2, best_of: 5 }, 5],
    [{ prompt: [1, 2, 3] }, 1],
    [{ prompt: [[1], [2, 3]] }, 2],
  ])('counts the answers that %j is charged for', (body, choices) => expect(completions(body)).toMatchObject({ kind: 'request', choices }));

  it.each([
    [{ prompt: 5 }, 'prompt'],
    [{ prompt: [] }, 'prompt'],
    [{ prompt: ['x', 5] }, 'prompt[1]'],
    [{ prompt: [[1], ['x']] }, 'prompt[1]'],
    [{ prompt: 'x', best_of: 0 }, 'best_of'],
    [{ prompt: 'x', max_tokens: -1 }, 'max_tokens'],
    [{ prompt: Array.from({ length: 200 }, () => 'x'), n: 128 }, 'prompt'],
  ])('refuses %j by the name of the field', (body, param) => expect(completions(body)).toMatchObject({ kind: 'refusal', param }));

  it('asks for usage on every stream and sends the limit along', () => {
    const request = completions({ prompt: 'x', stream: true });
    if (request.kind === 'refusal') throw new Error(request.message);
    expect(JSON.parse(upstreamText(request, { model: 'up', outputLimit: 16 }))).toEqual({
      model: 'up',
      prompt: 'x',
      stream: true,
      max_tokens: 16,
      stream_options: { include_usage: true },
    });
  });
});

describe('reading a request for /v1/embeddings', () => {
  it.each(['x', ['x', 'y'], [1, 2], [[1], [2]]])('takes %j, and has no output', (input) =>
    expect(embeddings({ input, encoding_format: 'base64' })).toMatchObject({ kind: 'request', outputLimit: 0 }),
  );

  it.each([
    [{}, 'input'],
    [{ input: [] }, 'input'],
    [{ input: [1.5] }, 'input[0]'],
    [{ input: 'x', dimensions: 0 }, 'dimensions'],
    [{ input: 'x', stream: true }, 'stream'],
  ])('refuses %j by the name of the field', (body, param) => expect(embeddings(body)).toMatchObject({ kind: 'refusal', param }));
});
