import { readRequest, type WireApi, type WireRequest } from '#wire';
import { answerBounds } from './answer-bounds.js';

const KIB = 1024;
const MIB = 1024 * KIB;
const CHAT = { model: 'm', messages: [{ role: 'user', content: 'Hi' }] };

function read(body: object, api: WireApi = 'chat'): WireRequest {
  const request = readRequest(api, Buffer.from(JSON.stringify(body)));
  if (request.kind === 'refusal') throw new TypeError(request.message);
  return request;
}

describe('how large an answer may be', () => {
  it('is four times the output limit at 8 bytes a token, and 2 MiB, for each choice', () => {
    expect(answerBounds(read(CHAT), 256, 0)).toMatchObject({ text: 4 * 8 * 256 + 2 * MIB, whole: 4 * 8 * 256 + 2 * MIB });
    expect(answerBounds(read({ ...CHAT, n: 3 }), 256, 0).text).toBe(3 * 4 * 8 * 256 + 2 * MIB);
  });

  it('counts what a client sends itself, since an answer may repeat it', () => {
    expect(answerBounds(read(CHAT), 256, 1_000)).toMatchObject({ text: 4 * 8 * 256 + 2 * MIB, whole: 4 * 8 * 256 + 2 * MIB + 2_000 });
    const echoing = read({ model: 'm', prompt: 'Hi', echo: true }, 'completions');
    expect(answerBounds(echoing, 256, 1_000).text).toBe(4 * 8 * 256 + 2 * MIB + 1_000);
  });

  it.each([
    ['probabilities of Chat', read({ ...CHAT, logprobs: true, top_logprobs: 20 }), 21 * 256],
    ['probabilities of Completions', read({ model: 'm', prompt: 'Hi', logprobs: 5 }, 'completions'), 6 * 256],
    [
      'probabilities of Responses',
      read({ model: 'm', input: 'Hi', include: ['message.output_text.logprobs'], top_logprobs: 3 }, 'responses'),
      4 * 256,
    ],
    ['speech', read({ ...CHAT, modalities: ['text', 'audio'], audio: { voice: 'alloy', format: 'pcm16' } }), 4 * KIB],
  ])('has room for %s', (_what, request, bytesPerToken) => {
    const { text, whole } = answerBounds(request, 256, 0);
    expect(whole - text).toBe(4 * 256 * bytesPerToken);
  });

  it('is 64 MiB at most where it is plain, as vectors are always', () => {
    expect(answerBounds(read(CHAT), 10_000_000, 0).whole).toBe(64 * MIB);
    expect(answerBounds(read({ model: 'm', input: 'Hi' }, 'embeddings'), 0, 0)).toMatchObject({ whole: 64 * MIB });
  });

  it('of a stream is bounded with everything that stands around its text', () => {
    const { text, stream } = answerBounds(read(CHAT), 256, 0);
    expect(stream).toBeGreaterThan(4 * 256 * KIB);
    expect(stream).toBeLessThan(10 * text + 4 * MIB);
  });
});
