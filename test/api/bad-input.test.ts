import { beforeEach, describe, expect, it } from 'vitest';
import { CloudError } from '../../src/clouds/errors.ts';
import { OrchestrationError } from '../../src/orchestration/types.ts';
import { MINE, testApi } from './support.ts';

const STACK = `/stacks/web/${MINE.id}`;
const MALFORMED = 'The server could not comply with the request since it is either malformed or otherwise incorrect.';
const T = { heat_template_version: '2018-08-31' };

const api = testApi();
beforeEach(() => {
  api.orchestration.asked.length = 0;
  api.logged.length = 0;
});

/** Method, path, body, then class and message of the 400 it is answered with. */
const REFUSED: readonly (readonly [string, string, unknown, string, string])[] = [
  ['POST', '/stacks', undefined, 'HTTPBadRequest', MALFORMED],
  ['POST', '/stacks', '[]', 'HTTPBadRequest', MALFORMED],
  ['POST', '/stacks', '"{}"', 'HTTPBadRequest', MALFORMED],
  ['POST', '/stacks', {}, 'HTTPBadRequest', 'No stack name specified'],
  ['POST', '/stacks', { stack_name: 'a' }, 'HTTPBadRequest', 'No template specified'],
  ['POST', '/stacks', { stack_name: 'a', template: null }, 'HTTPBadRequest', 'No template specified'],
  ['POST', '/stacks', { stack_name: 'a', template: 5 }, 'HTTPBadRequest', MALFORMED],
  ['POST', '/stacks', { stack_name: 'a', template: [] }, 'HTTPBadRequest', MALFORMED],
  [
    'POST',
    '/stacks',
    { stack_name: 5, template: T },
    'StackValidationFailed',
    'Invalid stack name 5, must be a string',
  ],
  ['POST', '/stacks', { stack_name: 'a', template: T, environment: 5 }, 'HTTPBadRequest', MALFORMED],
  ['POST', '/stacks', { stack_name: 'a', template: T, parameters: 5 }, 'HTTPBadRequest', 'parameters must be a map'],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, files: 5 },
    'AttributeError',
    'files must be a map of names to contents',
  ],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, files: { x: {} } },
    'AttributeError',
    'files: the contents of x are not a text',
  ],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, environment_files: 5 },
    'HTTPBadRequest',
    'environment_files must be a list of names',
  ],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, tags: 5 },
    'AttributeError',
    'tags must be one text, with commas between the tags',
  ],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, tags: 'x'.repeat(81) },
    'HTTPBadRequest',
    `Invalid tag, "${'x'.repeat(81)}" is longer than 80 characters`,
  ],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, timeout_mins: 'x' },
    'HTTPBadRequest',
    "Only integer is acceptable by 'timeout_mins'.",
  ],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, timeout_mins: 1.5 },
    'HTTPBadRequest',
    "Only integer is acceptable by 'timeout_mins'.",
  ],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, timeout_mins: true },
    'HTTPBadRequest',
    "Only integer is acceptable by 'timeout_mins'.",
  ],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, timeout_mins: -1 },
    'HTTPBadRequest',
    "Value '-1' is invalid for 'timeout_mins' which only accepts non-negative integer.",
  ],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, disable_rollback: 'maybe' },
    'ValueError',
    'Unrecognized value "maybe" for "disable_rollback", acceptable values are: true, false.',
  ],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, converge: true },
    'HTTPBadRequest',
    'converge flag only supported in stack update (or update preview) request.',
  ],
  ['POST', '/stacks', { stack_name: 'a', adopt_stack_data: '{}' }, 'NotSupported', 'Stack Adopt is not supported.'],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template: T, files_container: 'c' },
    'NotSupported',
    'Reading files from a container is not supported.',
  ],
  ['POST', '/stacks', { stack_name: 'a', template_url: 5 }, 'HTTPBadRequest', MALFORMED],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template_url: 'http://files/none' },
    'HTTPBadRequest',
    'Could not retrieve template: Failed to retrieve template from http://files/none',
  ],
  [
    'POST',
    '/stacks',
    { stack_name: 'a', template_url: 'http://files/big' },
    'RequestLimitExceeded',
    'Request limit exceeded: Template exceeds maximum allowed size (524288 bytes)',
  ],
  ['POST', '/stacks/preview', {}, 'HTTPBadRequest', 'No stack name specified'],
  ['POST', '/validate', undefined, 'HTTPBadRequest', MALFORMED],
  ['POST', '/validate', {}, 'HTTPBadRequest', 'No template specified'],
  ['POST', '/validate?ignore_errors=1', { template: T }, 'HTTPBadRequest', 'Invalid codes in ignore_errors : 1'],
  [
    'POST',
    '/validate?show_nested=2',
    { template: T },
    'HTTPBadRequest',
    'Unrecognized value "2" for "show_nested", acceptable values are: true, false.',
  ],
  ['PUT', STACK, undefined, 'HTTPBadRequest', MALFORMED],
  ['PUT', STACK, {}, 'HTTPBadRequest', 'No template specified'],
  [
    'PUT',
    STACK,
    { template: T, converge: 5 },
    'ValueError',
    'Unrecognized value "5" for "converge", acceptable values are: true, false.',
  ],
  ['PATCH', STACK, undefined, 'HTTPBadRequest', MALFORMED],
  ['PATCH', STACK, { clear_parameters: 5 }, 'HTTPBadRequest', 'clear_parameters must be a list of names'],
  ['PUT', `${STACK}/preview`, {}, 'HTTPBadRequest', 'No template specified'],
  ['PATCH', `${STACK}/preview`, undefined, 'HTTPBadRequest', MALFORMED],
  ['POST', `${STACK}/actions`, undefined, 'HTTPBadRequest', 'No action specified'],
  ['POST', `${STACK}/actions`, { a: 1, b: 2 }, 'HTTPBadRequest', 'Multiple actions specified'],
  ['POST', `${STACK}/actions`, { nope: null }, 'HTTPBadRequest', 'Invalid action nope specified'],
  ['POST', `${STACK}/actions`, '{"__proto__": null}', 'HTTPBadRequest', 'Invalid action __proto__ specified'],
  ['PATCH', `${STACK}/resources/r`, undefined, 'HTTPBadRequest', MALFORMED],
  ['PATCH', `${STACK}/resources/r`, { x: 1 }, 'HTTPBadRequest', "Invalid keys in resource mark unhealthy {'x'}"],
  [
    'PATCH',
    `${STACK}/resources/r`,
    {},
    'HTTPBadRequest',
    'Missing mandatory (mark_unhealthy) key from mark unhealthy request',
  ],
  [
    'PATCH',
    `${STACK}/resources/r`,
    { mark_unhealthy: 'x' },
    'HTTPBadRequest',
    'Unrecognized value "x" for "mark_unhealthy", acceptable values are: true, false.',
  ],
  ['PATCH', `${STACK}/resources/r`, { mark_unhealthy: true, resource_status_reason: 5 }, 'HTTPBadRequest', MALFORMED],
  [
    'POST',
    `${STACK}/resources/r/signal`,
    { any: 1 },
    'ResourceActionNotSupported',
    'signal is not supported for resource.',
  ],
  [
    'GET',
    '/stacks?limit=-1',
    undefined,
    'HTTPBadRequest',
    "Value '-1' is invalid for 'limit' which only accepts non-negative integer.",
  ],
  ['GET', '/stacks?limit=a', undefined, 'HTTPBadRequest', "Only integer is acceptable by 'limit'."],
  [
    'GET',
    '/stacks?show_nested=2',
    undefined,
    'HTTPBadRequest',
    'Unrecognized value "2" for "show_nested", acceptable values are: true, false.',
  ],
  [
    'GET',
    '/stacks?show_hidden=2',
    undefined,
    'HTTPBadRequest',
    'Unrecognized value "2" for "show_hidden", acceptable values are: true, false.',
  ],
  ['GET', '/stacks?sort_dir=up', undefined, 'ValueError', 'Unknown sort direction "up", must be one of: asc, desc'],
  [
    'GET',
    `${STACK}?resolve_outputs=1`,
    undefined,
    'HTTPBadRequest',
    'Unrecognized value "1" for "resolve_outputs", acceptable values are: true, false.',
  ],
  ['GET', `${STACK}/resources?foo=1&bar=2`, undefined, 'HTTPBadRequest', "Invalid filter parameters ['foo', 'bar']"],
  [
    'GET',
    `${STACK}/resources?nested_depth=x`,
    undefined,
    'HTTPBadRequest',
    "Only integer is acceptable by 'nested_depth'.",
  ],
  [
    'GET',
    `${STACK}/resources?with_detail=x`,
    undefined,
    'HTTPBadRequest',
    'Unrecognized value "x" for "with_detail", acceptable values are: true, false.',
  ],
  ['GET', `${STACK}/events?limit=x`, undefined, 'HTTPBadRequest', "Only integer is acceptable by 'limit'."],
  [
    'GET',
    `${STACK}/events?sort_dir=up`,
    undefined,
    'ValueError',
    'Unknown sort direction "up", must be one of: asc, desc',
  ],
  [
    'GET',
    '/resource_types?support_status=foo',
    undefined,
    'Invalid',
    "Data supplied was not valid: Invalid support status and should be one of ('UNKNOWN', 'SUPPORTED', 'DEPRECATED', 'UNSUPPORTED', 'HIDDEN')",
  ],
  [
    'GET',
    '/resource_types?with_description=x',
    undefined,
    'HTTPBadRequest',
    'Unrecognized value "x" for "with_description", acceptable values are: true, false.',
  ],
  [
    'GET',
    '/resource_types/OS::Heat::Value/template?template_type=x',
    undefined,
    'HTTPBadRequest',
    'Template type is not supported: Invalid template type "x", valid types are: cfn, hot.',
  ],
  ['GET', '/resource_types/OS::Heat::Old', undefined, 'NotSupported', 'OS::Heat::Old is not supported.'],
  [
    'GET',
    '/resource_types/OS::Manila::Share',
    undefined,
    'ResourceTypeUnavailable',
    'HEAT-E99001 Service absent is not available for resource type OS::Manila::Share, reason: Service endpoint not in service catalog.',
  ],
  [
    'GET',
    '/template_versions/heat_template_version.2013-05-23/functions?with_condition_func=x',
    undefined,
    'HTTPBadRequest',
    'Unrecognized value "x" for "with_condition_func", acceptable values are: true, false.',
  ],
];

describe('a wrong request', () => {
  it.each(REFUSED)('%s %s %j is refused', async (method, path, body, type, message) => {
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

  it('validate reports without the class, but for what is wrong before', async () => {
    const validate = async (type: string) => {
      api.orchestration.failure = new OrchestrationError(type, 'no', [PROBLEM]);
      return (await api.send('POST', '/validate', { body: { template: 'x' } })).json();
    };
    expect(await validate('EntityNotFound')).toMatchObject({
      code: 400,
      error: { type: 'HTTPBadRequest', problems: [PROBLEM] },
    });
    expect((await validate('InvalidTemplateVersion')).error.type).toBe('InvalidTemplateVersion');
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
