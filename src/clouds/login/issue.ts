import { writeJson } from '../../expressions/json.ts';
import type { Value, ValueMap } from '../../expressions/values.ts';
import type { Link, Treatment } from '../link.ts';
import type { Secret } from '../secret.ts';
import type { WireRequest, WireResponse } from '../types.ts';
import { parseGrant, type Grant } from './grant.ts';
import type { LoginContext } from './plugin.ts';
import { refusalOf, type Wording } from './refusal.ts';

/** Keystone tells nobody why it refuses a passcode; as a rule it takes that of the current half minute and of the one before. */
const PASSCODE: Wording = { hint: 'a passcode is good for a minute at most' };

/** Asks Keystone for a token (`POST /v3/auth/tokens`) with these authentication methods and this scope. */
export async function issueToken(
  context: LoginContext,
  methods: Readonly<Record<string, ValueMap>>,
  scope: Value | undefined,
): Promise<Grant> {
  const identity = { methods: Object.keys(methods), ...methods };
  const body = writeJson({ auth: { identity, ...(scope !== undefined && { scope }) } });
  const request: WireRequest = {
    method: 'POST',
    url: `${context.identity}/auth/tokens`,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body,
  };
  return grantFrom(context, request, { wording: 'totp' in methods ? PASSCODE : {} });
}

/** Logs in with a request of its own, such as a federated one, or asks about a token that is there already. */
export async function grantFrom(
  context: LoginContext,
  request: WireRequest,
  { asked, wording }: { readonly asked?: Secret; readonly wording?: Wording } = {},
): Promise<Grant> {
  const begunAt = context.now();
  const answer = await exchange(context, context.link, request, wording);
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

/** Sends one request of a login; what is not a success is the error of {@link refusalOf}. */
export async function exchange(
  context: LoginContext,
  link: Link,
  request: WireRequest,
  wording: Wording = {},
): Promise<WireResponse> {
  const answer = await link.send(request, treatment(context));
  if (answer.status < 300) return answer;
  throw refusalOf(answer, link.errorOf(answer, request, treatment(context)), wording);
}

function treatment(context: LoginContext): Treatment {
  return { service: 'identity', owner: context.owner, repeatable: true };
}
