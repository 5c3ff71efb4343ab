import { refuse } from '#routing';
import { httpRefusal } from './refusals.js';

describe('a refusal over HTTP', () => {
  it('keeps its field and its words', () =>
    expect(httpRefusal(refuse('UNSUPPORTED_PARAMETER', 'input[0].id', 'names nothing'))).toMatchObject({
      status: 400,
      code: 'UNSUPPORTED_PARAMETER',
      field: 'input[0].id',
      message: 'names nothing',
    }));

  it('says what its code says where it has no words of its own', () =>
    expect(httpRefusal(refuse('ACCOUNT_BUSY'))).toMatchObject({
      status: 503,
      field: undefined,
      message: expect.stringMatching(/wait/) as string,
    }));

  it('tells when to come again where the projection did not follow in time', () =>
    expect(httpRefusal(refuse('POSITION_NOT_REACHED', 'previous_response_id', 'try again'))).toMatchObject({
      code: 'POSITION_NOT_REACHED',
      field: 'previous_response_id',
      retryAfterSeconds: 1,
    }));

  it('leaves the wait to the provider that told one', () =>
    expect(httpRefusal(refuse('RATE_LIMITED'), { 'retry-after': '7' })).toMatchObject({ status: 429, retryAfterSeconds: undefined }));
});
