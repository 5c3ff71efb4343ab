import { anthropicError, anthropicErrorFrame, chatErrorFrame, openaiError, responsesErrorFrame } from './errors.js';

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
