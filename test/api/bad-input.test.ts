import { beforeEach, describe, expect, it } from 'vitest';
import { CloudError } from '../../src/clouds/errors.ts';
import { OrchestrationError } from '../../src/orchestration/types.ts';
import { ResolveError } from '../../src/template/index.ts';
import { MALFORMED, wrongRequests } from './wrong-requests.ts';
import { MINE, testApi } from './support.ts';

const STACK = `/stacks/web/${MINE.id}`;

const api = testApi();
beforeEach(() => {
  api.orchestration.asked.length = 0;
  api.logged.length = 0;
});

describe('a wrong request', () => {
  it.each(wrongRequests(STACK))('%s %s %j is refused', async (method, path, body, type, message) => {
    const answer = await api.send(method, path, body === undefined ? {} : { body });
    expect([answer.statusCode, answer.json()]).toEqual([
      400,
      { code: 400, title: 'Bad Request', explanation: MALFORMED, error: { type, message, traceback: null } },
    ]);
    expect(api.logged).toEqual([]);
    expect(api.orchestration.asked.filter(([call]) => call !== 'metadata')).toEqual([]);
  });

  it.each([
    ['{', /not valid JSON: .*position 1/],
    [`{"a": ${'['.repeat(600)}`, /nested more than 500 levels/],
    ['{"stack_name": "a", "template": ', /not valid JSON/],
  ])('broken JSON is refused with its place', async (body, message) => {
    const answer = await api.send('POST', '/stacks', { body });
    expect([answer.statusCode, answer.json().error.type]).toEqual([400, 'HTTPBadRequest']);
    expect(answer.json().error.message).toMatch(message);
  });

  it('text that is not UTF-8 is refused', async () => {
    const answer = await api.app.inject({
      method: 'POST',
      url: '/orchestration/v1/mine/stacks',
      headers: { 'x-auth-token': 'member' },
      payload: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]),
    });
    expect(answer.json().error.message).toBe('The body of the request is not valid UTF-8.');
  });

  it('a body over the limit is refused with its size', async () => {
    const api = testApi({ config: { maxBodyBytes: 100 } });
    const answer = await api.send('POST', '/stacks', { body: { stack_name: 'x'.repeat(100) } });
    expect([answer.statusCode, answer.json().error]).toEqual([
      400,
      {
        type: 'RequestLimitExceeded',
        message: 'Request limit exceeded: JSON body size (117 bytes) exceeds maximum allowed size (100 bytes).',
        traceback: null,
      },
    ]);
  });

  it.each([
    ['text/plain', 'No stack name specified'],
    ['text/plain; charset=utf-8', 'No stack name specified'],
    ['application/json; charset=utf-8', 'No stack name specified'],
    ['application/x-www-form-urlencoded', MALFORMED],
    ['text/xml', MALFORMED],
    ['nonsense', MALFORMED],
  ])('a body of type %s counts or not as in Heat', async (type, message) => {
    const answer = await api.send('POST', '/stacks', { body: '{}', headers: { 'content-type': type } });
    expect([answer.statusCode, answer.json().error?.message]).toEqual([400, message]);
  });

  it('an empty body with a JSON type is no body', async () => {
    const headers = { 'content-type': 'application/json' };
    expect((await api.send('DELETE', STACK, { headers })).statusCode).toBe(204);
    expect((await api.send('POST', `${STACK}/actions`, { headers })).json().error.message).toBe('No action specified');
    expect((await api.send('GET', STACK, { headers })).statusCode).toBe(200);
  });

  it('numbers and odd keys of a body reach the service as they were written', async () => {
    const body =
      '{"stack_name":"a","template":"x","parameters":{"f":1.0,"n":12345678901234567890,"__proto__":{"x":1}}}';
    await api.send('POST', '/stacks', { body });
    const { parameters } = api.orchestration.asked[0]![1] as { parameters: Record<string, unknown> };
    expect(JSON.stringify(parameters['f'])).toBe('1.0');
    expect(parameters['n']).toBe(12345678901234567890n);
    expect(Object.keys(parameters)).toEqual(['f', 'n', '__proto__']);
    expect(parameters['x']).toBeUndefined();
  });
});

describe('what the service refuses', () => {
  it.each([
    ['EntityNotFound', 404, 'Not Found'],
    ['StackExists', 409, 'Conflict'],
    ['ActionInProgress', 409, 'Conflict'],
    ['StackValidationFailed', 400, 'Bad Request'],
    ['Forbidden', 403, 'Forbidden'],
    ['SomethingNew', 400, 'Bad Request'],
  ])('%s becomes %i', async (type, code, title) => {
    api.orchestration.failure = new OrchestrationError(type, 'so it is');
    const answer = await api.send('GET', STACK);
    expect(answer.statusCode).toBe(code);
    expect(answer.json()).toMatchObject({ code, title, error: { type, message: 'so it is', traceback: null } });
  });

  const PROBLEM = {
    severity: 'error' as const,
    type: 'StackValidationFailed',
    message: 'Property error: …',
    path: ['resources', 'a'],
    line: 3,
    column: 5,
    suggestion: 'flavor',
  };

  it('a template’s problems stand beside the message', async () => {
    api.orchestration.failure = new OrchestrationError('StackValidationFailed', 'Property error: …', [PROBLEM]);
    const answer = await api.send('POST', '/stacks', { body: { stack_name: 'a', template: 'x' } });
    expect(answer.json().error.problems).toEqual([PROBLEM]);
  });

  it('validate reports some without their class, as Heat does', async () => {
    const validate = async (type: string) => {
      api.orchestration.failure = new OrchestrationError(type, 'no', [PROBLEM]);
      return (await api.send('POST', '/validate', { body: { template: 'x' } })).json();
    };
    expect(await validate('EntityNotFound')).toMatchObject({
      code: 400,
      error: { type: 'HTTPBadRequest', problems: [PROBLEM] },
    });
    for (const type of [
      'InvalidTemplateVersion',
      'InvalidTemplateReference',
      'InvalidSchemaError',
      'UserParameterMissing',
    ]) {
      expect((await validate(type)).error.type).toBe(type);
    }
    expect((await validate('Forbidden')).code).toBe(403);
  });

  it.each([
    ['NotFound', 404, 'NotFound'],
    ['Forbidden', 403, 'Forbidden'],
    ['OverLimit', 403, 'OverLimit'],
    ['Unauthorized', 400, 'AuthorizationFailure'],
    ['Unreachable', 503, 'ClientNotAvailable'],
    ['EgressRefused', 403, 'EgressRuleNotAllowed'],
  ] as const)('a cloud’s %s becomes %i', async (code, status, type) => {
    api.orchestration.failure = new CloudError('no', { cloud: 'west', code, service: 'compute' });
    const answer = await api.send('GET', STACK);
    expect([answer.statusCode, answer.json().error.type]).toEqual([status, type]);
    expect(answer.json().error.message).toContain('cloud west');
  });

  it('an expression that cannot be resolved is the template’s fault', async () => {
    api.orchestration.failure = new ResolveError('KeyError', 'The Parameter (z) was not provided.');
    const answer = await api.send('GET', STACK);
    expect(answer.json().error).toMatchObject({
      type: 'StackValidationFailed',
      message: 'The Parameter (z) was not provided.',
    });
  });

  it('a failure nobody foresaw is logged, and tells the caller nothing but where', async () => {
    const failure = new TypeError('secret detail');
    api.orchestration.failure = failure;
    const answer = await api.send('GET', `${STACK}?resolve_outputs=true`);
    const requestId = String(answer.headers['x-openstack-request-id']);
    expect(requestId).toMatch(/^req-/);
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret');
    expect(answer.json().error.message).toContain(requestId);
    expect(api.logged).toEqual([
      {
        facts: {
          err: failure,
          requestId,
          method: 'GET',
          route: '/orchestration/v1/:project_id/stacks/:stack_name/:stack_id',
        },
        message: 'a request failed',
      },
    ]);
  });
});
