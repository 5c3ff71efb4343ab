import { readChatRequest } from '../chat/request.js';
import type { WireRefusal } from '../common/refusal.js';
import type { ReadRequest } from '../common/wire-request.js';
import { readMessagesRequest } from '../messages/request.js';
import { readResponsesRequest } from '../responses/request.js';
import { estimateInputTokens } from './input.js';
import { estimateMedia } from './media-tokens.js';
import { countPdfPages } from './pdf-pages.js';

/** A PDF of so many pages, as simple writers make it: the tree names its pages, and each is an object. */
const pdf = (pages: number): Buffer =>
  Buffer.from(
    '%PDF-1.4\n1 0 obj\n<< /Type /Pages /Kids [] >>\nendobj\n' +
      Array.from(
        { length: pages },
        (_, page) => `${page + 2} 0 obj\n<</Type${page % 2 === 0 ? ' ' : '\n'}/Page/Parent 1 0 R>>\nendobj\n`,
      ).join(''),
  );
const dataUrlOf = (bytes: Buffer, type = 'application/pdf'): string => `data:${type};base64,${bytes.toString('base64')}`;

describe('the pages of a PDF', () => {
  it.each([
    ['its page objects', pdf(12), 12],
    [
      'the beginning of a linearized file whose objects are compressed',
      Buffer.from('%PDF-1.5\n1 0 obj\n<</Linearized 1/L 99/O 3/E 9/N 7/T 9>>'),
      7,
    ],
    ['nobody where all is compressed', Buffer.from('%PDF-1.5\n1 0 obj\n<</Type/ObjStm/N 7>>stream'), undefined],
    ['nobody where it is none', Buffer.from('PK'), undefined],
    ['a thousand at most', pdf(1_200), 1_000],
    ['not what has a longer name', Buffer.from('<</Type/PageLabel>><</Type /Pages>>'), undefined],
  ])('are told by %s', (_who, bytes, pages) => expect(countPdfPages(bytes)).toBe(pages));

  it('are counted in bounded time, whatever the bytes', () => {
    const startedAt = performance.now();
    countPdfPages(Buffer.from('/Type'.repeat(4_000_000)));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

const image = 'https://example.org/a.png';
const base64 = pdf(3).toString('base64');

describe('what stands in an input besides text', () => {
  it.each<[string, object, number]>([
    ['an image of Chat Completions', { type: 'image_url', image_url: { url: image } }, 765],
    ['an image of Responses', { type: 'input_image', image_url: image }, 765],
    ['an image of Messages', { type: 'image', source: { type: 'url', url: image } }, 765],
    ['a PDF of Chat Completions', { type: 'file', file: { file_data: dataUrlOf(pdf(3)) } }, 4_500],
    ['a PDF of Responses', { type: 'input_file', file_data: dataUrlOf(pdf(3)) }, 4_500],
    ['a PDF as bare base64', { type: 'input_file', file_data: base64 }, 4_500],
    ['a PDF of Messages', { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: base64 } }, 4_500],
    ['an image within a document', { type: 'document', source: { type: 'content', content: [{ type: 'image', source: {} }] } }, 765],
    ['an image in a result', { type: 'tool_result', content: [{ type: 'image', source: {} }] }, 765],
    ['a file whose pages cannot be counted', { type: 'input_file', file_data: dataUrlOf(Buffer.alloc(120_000), 'application/zip') }, 4_500],
    ['a file of text', { type: 'input_file', file_data: dataUrlOf(Buffer.from('x'.repeat(400)), 'text/csv') }, 100],
    ['a linked file', { type: 'input_file', file_url: 'https://example.org/a.pdf' }, 4_500],
    ['a linked document', { type: 'document', source: { type: 'url', url: 'https://example.org/a.pdf' } }, 4_500],
    ['a video', { type: 'video_url', video_url: { url: 'https://example.org/a.mp4' } }, 4_500],
    ['a file by its id, which counts as it was metered', { type: 'input_file', file_id: 'file_1' }, 0],
    ['text', { type: 'text', text: 'x' }, 0],
    ['what a call says', { type: 'tool_use', id: 'x', name: 'f', input: { type: 'image', content: [{ type: 'image' }] } }, 0],
  ])('%s', (_what, part, tokens) => {
    for (const body of [{ messages: [{ role: 'user', content: [part] }] }, { input: [{ role: 'user', content: [part] }] }])
      expect(estimateMedia(body).tokens).toBe(tokens);
  });
});

type Read = (bytes: Buffer) => ReadRequest | WireRefusal;

async function estimated(read: Read, body: object): Promise<number> {
  const request = read(Buffer.from(JSON.stringify({ model: 'm', max_tokens: 9, ...body })));
  if (request.kind === 'refusal') throw new Error(request.message);
  return estimateInputTokens(request, 'm');
}

describe('an estimate of the input', () => {
  const text = 'What does it say?';
  const user = (part: object, type = 'text') => [{ role: 'user', content: [{ type, text }, part] }];
  const document = (source: object) => ({ messages: user({ type: 'document', source }) });
  const embedded = document({
    type: 'base64',
    media_type: 'application/pdf',
    data: Buffer.concat([pdf(3), Buffer.alloc(900_000)]).toString('base64'),
  });
  it.each<[string, Read, object]>([
    ['Chat Completions', readChatRequest, { messages: user({ type: 'file', file: { file_data: dataUrlOf(pdf(3)) } }) }],
    ['Responses', readResponsesRequest, { input: user({ type: 'input_file', file_data: dataUrlOf(pdf(3)) }, 'input_text') }],
    ['Responses, linked', readResponsesRequest, { input: user({ type: 'input_file', file_url: 'https://a.example/a.pdf' }, 'input_text') }],
    ['Messages', readMessagesRequest, embedded],
    ['Messages, linked', readMessagesRequest, document({ type: 'url', url: 'https://a.example/a.pdf' })],
    // No provider of Chat Completions would take it, so that only bytes tell how long its text is: those of the file are none.
    ['Messages with a tool of its own', readMessagesRequest, { ...embedded, tools: [{ type: 'bash_20250124', name: 'bash' }] }],
  ])('counts a file once, by its pages: %s', async (_route, read, body) => {
    const tokens = await estimated(read, body);
    expect(tokens).toBeGreaterThan(4_500);
    expect(tokens).toBeLessThan(4_600);
  });
});
