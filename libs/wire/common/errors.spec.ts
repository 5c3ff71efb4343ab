import { anthropicOver, openaiOver } from '../testing/sdk.js';
import { anthropicError, anthropicErrorFrame, chatErrorFrame, errorBody, openaiError, responsesErrorFrame } from './errors.js';
import { errorForClient, readErrorBody, readUpstreamError } from './upstream-error.js';

describe('errors in the dialects of the clients', () => {
  it.each([
    [400, 'invalid_request_error', null, 'invalid_request_error'],
    [401, 'invalid_request_error', 'invalid_api_key', 'authentication_error'],
    [402, 'insufficient_quota', 'insufficient_quota', 'billing_error'],
    [403, 'invalid_request_error', 'permission_denied', 'permission_error'],
    [404, 'invalid_request_error', 'model_not_found', 'not_found_error'],
    [413, 'invalid_request_error', 'request_too_large', 'request_too_large'],
    [429, 'requests', 'rate_limit_exceeded', 'rate_limit_error'],
    [500, 'server_error', 'server_error', 'api_error'],
    [502, 'server_error', 'server_error', 'api_error'],
    [529, 'server_error', 'overloaded', 'overloaded_error'],
  ])('%d is typed as both SDKs know it', (status, type, code, anthropicType) => {
    expect(JSON.parse(openaiError({ status, message: 'm' }))).toEqual({ error: { message: 'm', type, param: null, code } });
    expect(JSON.parse(anthropicError({ status, message: 'm' }, 'req_1'))).toEqual({
      type: 'error',
      error: { type: anthropicType, message: 'm' },
      request_id: 'req_1',
    });
  });

  it('names the field at fault', () => {
    expect(JSON.parse(openaiError({ status: 400, message: 'm', code: 'invalid_request', param: 'n' }))).toMatchObject({
      error: { param: 'n', code: 'invalid_request' },
    });
  });

  it('has a frame for each dialect of streams', () => {
    const error = { status: 502, message: 'cut' };
    expect(chatErrorFrame(error).toString()).toBe(
      'data: {"error":{"message":"cut","type":"server_error","param":null,"code":"server_error"}}\n\n',
    );
    expect(anthropicErrorFrame(error).toString()).toBe(
      'event: error\ndata: {"type":"error","error":{"type":"api_error","message":"cut"}}\n\n',
    );
    expect(responsesErrorFrame(error, 4).toString()).toMatch(
      /^event: error\ndata: {"type":"error","sequence_number":4,"error":{"message":"cut",.*}}\n\n$/,
    );
  });
});

describe('what the SDKs make of our errors', () => {
  it('is their own class for the status, with the words, the code and the type', async () => {
    const openai = openaiOver(openaiError({ status: 402, message: 'The balance is spent' }), 1024, 402);
    await expect(openai.models.list()).rejects.toMatchObject({ status: 402, code: 'insufficient_quota', type: 'insufficient_quota' });
    const anthropic = anthropicOver(anthropicError({ status: 402, message: 'The balance is spent' }, 'req_1'), 1024, 402);
    await expect(anthropic.models.list()).rejects.toMatchObject({ status: 402, type: 'billing_error', apiMessage: 'The balance is spent' });
  });
});

describe('an error of a provider for a client of the other dialect', () => {
  it('keeps its words, and has the type and shape of the client’s route', () => {
    const anthropic = readErrorBody(Buffer.from(anthropicError({ status: 400, message: 'max_tokens: too large' }, 'req_1')))!;
    expect(JSON.parse(errorBody('chat', errorForClient(anthropic, 400), 'req_2'))).toEqual({
      error: { message: 'max_tokens: too large', type: 'invalid_request_error', param: null, code: null },
    });
    const openai = readErrorBody(Buffer.from(openaiError({ status: 429, message: 'Slow down' })))!;
    expect(JSON.parse(errorBody('messages', errorForClient(openai, 429), 'req_2'))).toEqual({
      type: 'error',
      error: { type: 'rate_limit_error', message: 'Slow down' },
      request_id: 'req_2',
    });
  });

  it.each([
    ['overloaded_error', 529],
    ['rate_limit_error', 429],
    ['authentication_error', 502],
    ['api_error', 502],
  ])('takes %s within a stream for %d', (type, status) => {
    expect(errorForClient(readUpstreamError({ type, message: 'm' }))).toEqual({ status, message: 'm' });
  });

  it.each(['', '<html>', '{}', '{"error":null}', '[]'])('finds no error in %j', (body) =>
    expect(readErrorBody(Buffer.from(body))).toBeUndefined(),
  );
});
