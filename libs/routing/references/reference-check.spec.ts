import { checkReferences } from './reference-check.js';

const answer = (request: string) => ({ request, input_tokens: 100, output_tokens: 7 });
const KEPT: Readonly<Record<string, Record<string, ReturnType<typeof answer>>>> = {
  here: { a: answer('req_1') },
  there: { b: answer('req_2') },
  both: { a: answer('req_3'), b: answer('req_3') },
};
const check = (...ids: readonly string[]) => {
  const references = ids.map((id, at) => ({ id: id.replace('~', ''), field: `input[${at}].id`, isWhole: id.startsWith('~') }));
  return checkReferences({ references, model: 'acme/large' }, (id) => KEPT[id] ?? {});
};
const REASONING = { field: 'input[0].id', isWhole: false, isReasoning: true } as const;
const allowed = (...ids: readonly string[]) => ['a', 'b', 'c'].filter((provider) => check(...ids).allows(provider));

describe('a provider', () => {
  it('gets the ids that it keeps itself, all of them', () => {
    expect([allowed('here'), allowed('both'), allowed('both', 'there')]).toEqual([['a'], ['a', 'b'], ['b']]);
    expect([allowed('unknown'), allowed('here', 'unknown'), allowed('here', 'there')]).toEqual([[], [], []]);
  });
  it('is not asked whether it keeps what the request brings along; that goes without its id where it does not', () => {
    expect(allowed('~here', '~unknown')).toEqual(['a', 'b', 'c']);
    expect(check('~here', '~both', '~unknown').foreignIds('a')).toEqual(new Set(['unknown']));
    expect(check('~here', '~both', '~unknown').foreignIds('b')).toEqual(new Set(['here', 'unknown']));
  });
  it('gets no reasoning that nobody keeps for this customer, and only what it keeps itself of the rest', () => {
    const reasoning = (id: string) => checkReferences({ references: [{ ...REASONING, id }], model: 'm' }, (kept) => KEPT[kept] ?? {});
    expect([reasoning('unknown').allows('a'), reasoning('unknown').foreignIds('a')]).toEqual([true, new Set(['unknown'])]);
    expect([reasoning('here').allows('a'), reasoning('here').allows('b'), reasoning('here').foreignIds('a').size]).toEqual([
      true,
      false,
      0,
    ]);
  });
});

it('is never taken for a keeper because of what objects have by birth', () => {
  expect([check('unknown').allows('constructor'), check('~unknown').foreignIds('toString').size]).toEqual([false, 1]);
});

describe('a request that no provider may get', () => {
  it.each([
    ['names what nobody keeps for this customer', ['here', 'unknown'], 'input[1].id', /nothing that is kept for you/],
    ['names what two providers keep', ['here', 'there'], 'input[1].id', /another provider than what input\[0\]\.id names/],
    ['names what no one provider keeps all of', ['both', 'here', 'there'], 'input[2].id', /another provider/],
    ['names what the model’s providers do not keep', ['here'], 'input[0].id', /does not serve acme\/large/],
  ])('%s', (_why, ids, field, message) => {
    const refusal = check(...ids).refusal();
    expect(refusal).toMatchObject({ code: 'UNSUPPORTED_PARAMETER', field });
    expect(refusal?.message).toMatch(message);
  });
  it('is told the same of an id of another customer as of one that does not exist', () => {
    const { message } = checkReferences({ references: [{ id: 'x', field: 'f', isWhole: false }], model: 'm' }, () => ({})).refusal()!;
    expect(message).not.toMatch(/another customer|x\b(?!\.)/);
  });
});

describe('what a provider adds to the input', () => {
  const tokens = (provider: string, ...named: readonly (readonly [field: string, id: string])[]) =>
    checkReferences(
      { references: named.map(([field, id]) => ({ id, field, isWhole: false })), model: 'm' },
      (id) => KEPT[id] ?? {},
    ).storedTokens(provider);
  it('is all that a stored response used, and the output of an answer whose parts are named, once', () => {
    expect(tokens('a', ['previous_response_id', 'here'])).toBe(107);
    expect(tokens('a', ['input[0].id', 'here'], ['input[1].id', 'here'], ['input[2].id', 'both'])).toBe(14);
    expect(tokens('a', ['input[0].id', 'here'], ['previous_response_id', 'here'])).toBe(107);
  });
  it('is nothing of what it does not keep, and nothing that the request brings along', () => {
    expect(tokens('b', ['previous_response_id', 'here'])).toBe(0);
    expect(check('~here').storedTokens('a')).toBe(0);
  });
});
