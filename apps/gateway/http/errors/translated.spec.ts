import { globSync, readFileSync } from 'node:fs';
import { ERROR_CATALOGUE, type ErrorCode } from './error-catalogue.js';
import { errorAnswer } from './error-dialects.js';
import { headLanguageOf, languageOf } from './language.js';
import { HttpRefusal } from './refusal.js';
import { OTHER_LANGUAGES, SENTENCES, TITLES, type InLanguages } from './texts/index.js';
import { titleIn, translated } from './translated.js';

const sentences = Object.entries<InLanguages>(SENTENCES);
const codes = Object.keys(ERROR_CATALOGUE) as ErrorCode[];
const holesOf = (text: string): readonly string[] => [...new Set(text.match(/\{[a-z]+\}/g) ?? [])].sort();

/** Every text of ours, with the holes of its templates marked alike, and the words of the library that checks bodies. */
const spoken = [
  ...globSync(['apps/**/*.ts', 'libs/**/*.ts'], { exclude: (name) => /\.spec\.ts$|\/texts$|\/node_modules$/.test(name) }),
  ...globSync('node_modules/class-validator/cjs/decorator/*/*.js'),
]
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')
  .replaceAll("\\'", "'");

describe('the languages of refusals', () => {
  it.each(sentences)('say with the same figures: %s', (english, inLanguages) => {
    for (const language of OTHER_LANGUAGES) expect(holesOf(inLanguages[language])).toEqual(holesOf(english));
  });

  it.each(sentences.map(([english]) => english))('know a sentence that is still said: %s', (english) => {
    const parts = english.split(/\{[a-z]+\}/).filter((part) => part.trim().length > 1);
    expect(parts.filter((part) => !isSpoken(part))).toEqual([]);
  });

  it('have no title for a code that does not exist', () => {
    expect(Object.keys(TITLES).sort()).toEqual([...codes].sort());
  });

  it('speak to nobody as 你 or 您, and are never English', () => {
    const texts = [...Object.values<InLanguages>(TITLES), ...Object.values<InLanguages>(SENTENCES)];
    for (const { zh, ja, ko } of texts) {
      expect(zh).not.toMatch(/[你您]/);
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(ja).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
      expect(ko).toMatch(/[\uac00-\ud7a3]/);
    }
  });

  it('are told apart by what never changes: each sentence finds itself', () => {
    for (const [english, { zh }] of sentences) {
      const values = new Map(holesOf(english).map((hole, index) => [hole, `v${index}`]));
      const put = (text: string): string => text.replaceAll(/\{[a-z]+\}/g, (hole) => values.get(hole) ?? '');
      expect(translated({ code: 'INVALID_REQUEST', message: put(english) }, 'zh')).toBe(put(zh));
    }
  });
});

/** What is put together of pieces is said where each of them stands: they are cut at punctuation. */
function isSpoken(part: string): boolean {
  return part
    .split(/\/v1|[:;,.?()]|(?<=whole number) | at (?=position)/)
    .every((piece) => piece.trim() === '' || spoken.includes(piece.trim()));
}

describe('a refusal in another language', () => {
  const poor = new HttpRefusal('INSUFFICIENT_FUNDS', {
    message: 'The balance has 0.001 USD available; this request needs at least 0.004 USD',
  });

  it('says its figures', () => {
    expect(translated(poor, 'zh')).toBe('余额不足：需要 0.004 USD，可用 0.001 USD。未发送任何内容。请充值或减少输出长度。');
    expect(translated(poor, 'ja')).toContain('必要 0.004 USD、利用可能 0.001 USD');
    expect(translated(poor, 'ko')).toContain('필요 0.004 USD, 사용 가능 0.001 USD');
  });

  it('keeps codes, fields and status, and says in which language it is', () => {
    const refusal = new HttpRefusal('UNKNOWN_FIELD', { field: 'nickname', message: 'nickname is not a known field' });
    const { status, headers, body } = errorAnswer(refusal, 'problem', 'req_1', 'ko');
    expect(headers).toMatchObject({ 'content-language': 'ko', vary: 'Accept-Language' });
    expect(JSON.parse(body)).toEqual({
      type: 'urn:tokenok:error:unknown_field',
      title: '요청에 알 수 없는 필드가 있습니다',
      status,
      code: 'unknown_field',
      detail: 'nickname은(는) 알 수 없는 필드입니다',
      field: 'nickname',
      request_id: 'req_1',
    });
  });

  it('is in the shape of the SDK at hand', () => {
    expect(JSON.parse(errorAnswer(poor, 'openai', 'req_1', 'ja').body)).toEqual({
      error: { message: translated(poor, 'ja'), type: 'insufficient_quota', param: null, code: 'insufficient_quota' },
    });
    expect(JSON.parse(errorAnswer(poor, 'anthropic', 'req_1', 'zh').body)).toEqual({
      type: 'error',
      error: { type: 'billing_error', message: translated(poor, 'zh') },
      request_id: 'req_1',
    });
  });

  it('says every field that is wrong', () => {
    const errors = [
      { field: 'name', message: 'name is required' },
      { field: 'weight', message: 'weight must not be less than 1' },
    ];
    const { body } = errorAnswer(new HttpRefusal('INVALID_REQUEST', { ...errors[0], errors }), 'problem', 'req_1', 'zh');
    expect(JSON.parse(body)).toMatchObject({
      detail: '必须提供 name',
      errors: [
        { field: 'name', message: '必须提供 name' },
        { field: 'weight', message: 'weight 不得小于 1' },
      ],
    });
  });

  it('says its code and its field where its sentence is in no table', () => {
    const refusal = { code: 'INVALID_REQUEST', field: 'tools[0].name', message: 'Some sentence of its own' } as const;
    expect(translated(refusal, 'ja')).toBe(`${titleIn('ja', 'INVALID_REQUEST')}: tools[0].name`);
    expect(translated({ code: 'NOT_FOUND', message: 'Some sentence of its own' }, 'ko')).toBe(titleIn('ko', 'NOT_FOUND'));
  });

  it('knows a sentence behind the name of its field, and words that hold what looks like another', () => {
    const refusal = { code: 'CONFLICT', field: 'reverses', message: 'reverses: cor_1 has been reversed' } as const;
    expect(translated(refusal, 'zh')).toBe('reverses: cor_1 已被冲销');
    const words = 'openai answered with status 500: x is overloaded: y';
    expect(translated({ code: 'UPSTREAM_FAILED', message: words }, 'zh')).toBe('openai 返回状态 500：x is overloaded: y');
    const name = 'The model "a does not exist. Did you mean b" does not exist. Did you mean c?';
    expect(translated({ code: 'MODEL_NOT_FOUND', message: name }, 'zh')).toContain('c');
  });

  it('takes no longer for a text that almost fits everywhere', () => {
    const message = `The model ${'does not exist. Did you mean '.repeat(20_000)}`;
    expect(translated({ code: 'MODEL_NOT_FOUND', message }, 'zh')).toBe(titleIn('zh', 'MODEL_NOT_FOUND'));
  });

  it('leaves English as it is', () => {
    expect(JSON.parse(errorAnswer(poor, 'problem', 'req_1', 'en').body)).toMatchObject({
      title: 'The balance does not cover the request',
      detail: poor.message,
    });
  });
});

describe('the language of a request', () => {
  const asked = (header?: string) => ({ headers: header === undefined ? {} : { 'accept-language': header } });
  it.each([
    [undefined, 'en', undefined],
    ['', 'en', undefined],
    ['*', 'en', undefined],
    ['zh-TW,zh;q=0.9,en;q=0.8', 'zh', 'zh'],
    ['en-GB,ja;q=0.9', 'en', undefined],
    ['ja;q=0.4, ko;q=0.7', 'ko', 'ko'],
    ['fr, ko;q=0.3', 'ko', undefined],
    ['zh;q=0, ja', 'ja', 'ja'],
    ['KO-kr', 'ko', 'ko'],
    ['de,fr', 'en', undefined],
    [';;q=;,', 'en', undefined],
    ['zh;q=x', 'en', undefined],
  ])('is by weight, then by order: %j', (header, language, heads) => {
    expect(languageOf(asked(header))).toBe(language);
    expect(headLanguageOf(asked(header))).toBe(heads);
  });

  it('is the one that the person has chosen, before any header', () => {
    expect(languageOf({ ...asked('zh'), caller: { person: { language: 'ja' } } })).toBe('ja');
    expect(headLanguageOf({ ...asked('zh'), caller: { person: { language: 'en' } } })).toBeUndefined();
    expect(languageOf({ ...asked('zh'), caller: { person: { language: null } } })).toBe('zh');
  });
});
