import fc from 'fast-check';
import { openaiOver } from '../testing/sdk.js';
import { embeddingsAsAsked } from './format.js';

const answer = (embedding: unknown) => ({
  object: 'list',
  model: 'e',
  data: [{ object: 'embedding', index: 0, embedding }],
  usage: { prompt_tokens: 3, total_tokens: 3 },
});
const asked = (encoding_format: unknown, embedding: unknown): unknown => {
  const bytes = embeddingsAsAsked({ encoding_format }, answer(embedding));
  return bytes && (JSON.parse(bytes.toString()) as ReturnType<typeof answer>).data[0]!.embedding;
};
/** 1 and -2 as float32: 0x3f800000, 0xc0000000, the low byte first. */
const BASE64 = Buffer.from([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]).toString('base64');

describe('embeddings in another encoding than was asked for', () => {
  it('become base64 of little-endian float32', () => expect(asked('base64', [1, -2])).toBe(BASE64));
  it.each(['float', undefined, null])('become numbers: %s', (format) => expect(asked(format, BASE64)).toEqual([1, -2]));

  it('are left as they came where they are as asked, or where nobody knows what was asked', () => {
    expect([asked('base64', BASE64), asked('float', [1]), asked(undefined, [1]), asked('ubinary', [1]), asked('base64', ['x'])]).toEqual(
      Array.from({ length: 5 }),
    );
    expect(embeddingsAsAsked({}, { error: 'no data' })).toBeUndefined();
    expect(asked(undefined, 'AAA')).toBeUndefined(); // no whole float
  });

  it('are the same float32 after the way there and back', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0)), (floats) => {
        expect(asked('float', asked('base64', floats))).toEqual(floats);
      }),
    );
  });

  it('are read by the SDK, which asks for base64 of its own accord', async () => {
    const bytes = embeddingsAsAsked({ encoding_format: 'base64' }, answer([0.5, -0.25]))!;
    const { data, usage } = await openaiOver(bytes).embeddings.create({ model: 'e', input: 'x' });
    expect([Array.from(data[0]!.embedding), usage.prompt_tokens]).toEqual([[0.5, -0.25], 3]);
  });
});
