import { OurWords } from './our-words.js';

const CREDENTIAL = 'sk-proj-Abc/123"';
const ours = new OurWords(CREDENTIAL);
ours.note({ 'openai-organization': 'acme-inc', 'openai-project': 'a', 'x-other': 'limit' });

const said = (message: string) => ours.error({ message, type: null, code: null, param: null }).message;

describe('a provider’s words of an error', () => {
  it.each([
    ['our credential', `Incorrect API key provided: ${CREDENTIAL}.`, 'Incorrect API key provided: [removed].'],
    ['it with its scheme', `bad: Bearer ${CREDENTIAL}`, 'bad: Bearer [removed]'],
    ['what a header called the account', 'Limit of acme-inc reached', 'Limit of [removed] reached'],
    [
      'an organisation that no header told',
      'Rate limit in organization org-UPSTREAMORG on tokens',
      'Rate limit in organization [removed] on tokens',
    ],
    ['a project', 'Project proj_aBcDeF123456 is archived', 'Project [removed] is archived'],
  ])('lose %s', (_what, message, cleaned) => expect(said(message)).toBe(cleaned));

  it.each(['a limit', 'an org-chart or org-website', 'reprojected proj_x'])('keep the rest: %s', (message) =>
    expect(said(message)).toBe(message),
  );

  it('lose it in JSON in whatever spelling, and in frames', () => {
    const escaped = JSON.stringify({ error: { message: CREDENTIAL } })
      .replace('/', '\\/')
      .replace('A', '\\u0041');
    expect(ours.json(Buffer.from(escaped)).toString()).toBe('{"error":{"message":"[removed]"}}');
    const frame = `event: response.failed\ndata: ${escaped}\n\n`;
    expect(ours.frames(Buffer.from(frame)).toString()).toBe('event: response.failed\ndata: {"error":{"message":"[removed]"}}\n\n');
  });

  it('are the very same bytes where they tell nothing', () => {
    const frame = Buffer.from('event: x\r\ndata: { "a" : 1.0 }\r\n\r\n');
    expect(ours.frames(frame)).toBe(frame);
  });

  it('keep what a word that is no secret would tear', () =>
    expect(new OurWords('sandbox').error({ message: 'sandbox', type: 'x', code: 'x', param: 'x' })).toEqual({
      message: 'sandbox',
      type: 'x',
      code: 'x',
      param: 'x',
    }));
});
