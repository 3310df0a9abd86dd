import { writeJson } from '../../expressions/json.ts';
import type { Value, ValueMap } from '../../expressions/values.ts';
import { CloudError } from '../errors.ts';
import type { Link, Treatment } from '../link.ts';
import type { Secret } from '../secret.ts';
import type { WireRequest, WireResponse } from '../types.ts';
import { parseGrant, type Grant } from './grant.ts';
import type { LoginContext } from './plugin.ts';

/** Asks Keystone for a token (`POST /v3/auth/tokens`) with these authentication methods and this scope. */
export async function issueToken(
  context: LoginContext,
  methods: Readonly<Record<string, ValueMap>>,
  scope: Value | undefined,
): Promise<Grant> {
  const identity = { methods: Object.keys(methods), ...methods };
  const body = writeJson({ auth: { identity, ...(scope !== undefined && { scope }) } });
  return grantFrom(context, {
    method: 'POST',
    url: `${context.identity}/auth/tokens`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
  });
}

/** Logs in with a request of its own, such as a federated one. */
export async function grantFrom(context: LoginContext, request: WireRequest, asked?: Secret): Promise<Grant> {
  const begunAt = context.now();
  const answer = await exchange(context, context.link, request);
  const grant = parseGrant(answer, begunAt, asked);
  if (grant === undefined) {
    throw context.link.unexpected(
      `${request.url} did not answer as a Keystone v3 does: is it the identity endpoint?`,
      answer,
      request,
      treatment(context),
    );
  }
  return grant;
}

/** Sends one request of a login; a refusal is `LoginFailed` with what Keystone says, the missing factors included. */
export async function exchange(context: LoginContext, link: Link, request: WireRequest): Promise<WireResponse> {
  const answer = await link.send(request, treatment(context));
  if (answer.status < 300) return answer;
  const error = link.errorOf(answer, request, treatment(context));
  const plain = (answer.headers['content-type'] ?? '').includes('json');
  const refused = answer.status === 401 || answer.status === 403 || answer.status === 400;
  throw new CloudError(plain ? message(answer, error) : `The login was answered with status ${answer.status}`, {
    cloud: error.cloud,
    service: error.service,
    method: error.method,
    path: error.path,
    status: error.status,
    requestId: error.requestId,
    code: refused ? 'LoginFailed' : error.code === 'NotFound' ? 'UnexpectedAnswer' : error.code,
  });
}

function message(answer: WireResponse, error: CloudError): string {
  const receipt = answer.headers['openstack-auth-receipt'] !== undefined;
  return receipt ? `${error.message} (further authentication methods are required)` : error.message;
}

function treatment(context: LoginContext): Treatment {
  return { service: 'identity', owner: context.owner, repeatable: true };
}
