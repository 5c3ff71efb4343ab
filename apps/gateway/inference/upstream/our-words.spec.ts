import { OurWords } from './our-words.js';

const CREDENTIAL = 'sk-proj-Abc/123"defGH+x';
const ours = new OurWords(CREDENTIAL);
ours.note({ 'openai-organization': 'acme-inc', 'openai-project': 'a', 'x-other': 'limit' });

const FAILED = JSON.stringify({ error: { message: CREDENTIAL } });

const said = (message: string) => ours.error({ message, type: null, code: null, param: null }).message;

describe('a provider’s words of an error', () => {
  it.each([
    ['our credential', `Incorrect API key provided: ${CREDENTIAL}.`, 'Incorrect API key provided: [removed].'],
    ['it with its scheme', `bad: Bearer ${CREDENTIAL}`, 'bad: Bearer [removed]'],
    ['it in other letters', `bad: ${CREDENTIAL.toUpperCase()}`, 'bad: [removed]'],
    ['it in a URL', `/keys?key=${encodeURIComponent(CREDENTIAL)}&a=b`, '/keys?key=[removed]&a=b'],
    ['it in a URL within a URL', encodeURIComponent(encodeURIComponent(CREDENTIAL)), '[removed]'],
    ['it in HTML', `<b>${CREDENTIAL.replace('"', '&quot;').replace('/', '&#47;')}</b>`, '<b>[removed]</b>'],
    ['it in JSON within the text', JSON.stringify({ key: JSON.stringify(CREDENTIAL) }), '{"key":"\\"[removed]\\""}'],
    ['it in base64', `bad: ${Buffer.from(CREDENTIAL).toString('base64')}`, 'bad: [removed]'],
    ['it in base64 for URLs', `bad: ${Buffer.from(CREDENTIAL).toString('base64url')}`, 'bad: [removed]'],
    ['it in base64, with its scheme', Buffer.from(`Bearer ${CREDENTIAL}`).toString('base64'), 'QmVhcmVyIH[removed]'],
    ['it in base64, as a password', Buffer.from(`me:${CREDENTIAL}.`).toString('base64'), 'bWU6[removed]u'],
    ['it in hexadecimal', Buffer.from(CREDENTIAL).toString('hex').toUpperCase(), '[removed]'],
    ['its two ends', `Incorrect API key provided: sk-proj-********${CREDENTIAL.slice(-4)}.`, 'Incorrect API key provided: [removed].'],
    ['its two ends, shortened otherwise', `no such key: sk-p…${CREDENTIAL.slice(-3)}`, 'no such key: [removed]'],
    ['most of it', `The key ${CREDENTIAL.slice(0, -3)}..., of yours`, 'The key [removed], of yours'],
    ['what a header called the account', 'Limit of acme-inc reached', 'Limit of [removed] reached'],
    ['it in other letters, in a URL', 'https://provider.example/ACME%2Dinc/limits', 'https://provider.example/[removed]/limits'],
    [
      'an organisation that no header told',
      'Rate limit in organization org-UPSTREAMORG on tokens',
      'Rate limit in organization [removed] on tokens',
    ],
    ['a project', 'Project proj_aBcDeF123456 is archived', 'Project [removed] is archived'],
  ])('lose %s', (_what, message, cleaned) => expect(said(message)).toBe(cleaned));

  it.each([
    'a limit',
    'an org-chart or org-website',
    'reprojected proj_x',
    'keys look like sk-proj-... or sk-***',
    'acme-incorporated, nacme-inc',
  ])('keep the rest: %s', (message) => expect(said(message)).toBe(message));

  it('lose it in JSON in whatever spelling', () => {
    const escaped = JSON.stringify({ error: { message: CREDENTIAL } })
      .replace('/', '\\/')
      .replace('A', '\\u0041');
    expect(ours.json(Buffer.from(escaped)).toString()).toBe('{"error":{"message":"[removed]"}}');
  });

  it.each([
    ['on one line', `data: ${FAILED}\n\n`],
    ['without a space, and with two', `data:${FAILED}\n\ndata:  ${FAILED}\n\n`],
    ['over several lines', `${JSON.stringify(JSON.parse(FAILED), undefined, 1).replace(/^/gm, 'data: ')}\n\n`],
    ['in lines that end in CR', `event: response.failed\rdata: ${FAILED}\r\r`],
    ['in lines that end in CRLF', `event: response.failed\r\ndata: ${FAILED}\r\n\r\n`],
    ['in a member that comes twice', `data: ${FAILED.replace('{', `{"error":${FAILED},`)}\n\n`],
  ])('lose it in frames, %s', (_how, frame) => {
    const cleaned = frame.replaceAll(JSON.stringify(CREDENTIAL), '"[removed]"');
    expect(cleaned).not.toBe(frame);
    expect(ours.frames(Buffer.from(frame)).toString()).toBe(cleaned);
  });

  it('are the very same bytes where they tell nothing', () => {
    const frame = Buffer.from('event: x\r\ndata: { "a" : 1.0 }\r\n\r\n');
    expect(ours.frames(frame)).toBe(frame);
  });

  it('lose what the account was called last, however many names were told', () => {
    const told = new OurWords(CREDENTIAL);
    for (let index = 0; index < 20; index += 1) told.note({ 'openai-organization': `name-number-${index}` });
    expect(told.text('name-number-19, name-number-4,')).toBe('[removed], [removed],');
    expect(told.text('name-number-3,')).toBe('name-number-3,');
  });

  it('keep what a word that is no secret would tear', () =>
    expect(new OurWords('sandbox').error({ message: 'sandbox', type: 'x', code: 'x', param: 'x' })).toEqual({
      message: 'sandbox',
      type: 'x',
      code: 'x',
      param: 'x',
    }));
});
