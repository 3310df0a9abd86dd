import { createHmac } from 'node:crypto';
import { isMap, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { idOfAccessKey, readBlob } from './credentials.ts';
import type { Directory } from './directory.ts';
import { notFound, unauthorized } from './faults.ts';
import { isSignedWith, readSigned } from './ec2signature.ts';
import { readBody } from './input.ts';
import { auditId } from './login.ts';
import { enforce, isAdmin } from './policy.ts';
import type { Credential } from './records.ts';
import { tokenBody } from './tokenbody.ts';
import type { Claims, Tokens } from './tokens.ts';

const TOKEN_LIFE_MS = 4 * 60 * 60 * 1000;
/** `[credential] auth_ttl`: how old a signature may be. */
const SIGNATURE_LIFE_MS = 15 * 60 * 1000;

type Check = (secret: string, given: ValueMap) => boolean;

/** `POST /v3/ec2tokens` and `/v3/s3tokens`: a service asks for the token of who signed a request. Only services may ask. */
export function addEc2TokenRoutes(service: Service, directory: Directory, tokens: Tokens): void {
  const ec2: Check = (secret, given) => isSignedWith(secret, readSigned(given));
  service
    .route('POST', '/v3/ec2tokens', (call) => exchange(directory, tokens, call, 'ec2tokens_validate', ec2))
    .route('POST', '/v3/s3tokens', (call) => exchange(directory, tokens, call, 's3tokens_validate', isSignedForS3));
}

function exchange(directory: Directory, tokens: Tokens, call: Call, action: string, check: Check): Answer {
  enforce(call, action, isAdmin(call), call.caller.roles.includes('service'));
  if (call.bytes.length === 0) throw new Fault(400, 'request must include a request body');
  const body = readBody(call);
  const given = [body['credentials'], body['credential'], body['ec2Credentials']].find(isMap) ?? {};
  if (typeof given['access'] !== 'string') throw unauthorized();
  const key = directory.credentials.get(idOfAccessKey(given['access']));
  if (key === undefined) throw notFound('credential', idOfAccessKey(given['access']));
  const blob = readBlob(key.blob);
  if (key.type !== 'ec2' || !check(String(blob['secret']), given)) throw unauthorized();
  isRecent(directory, given);
  const claims = claim(directory, key, blob);
  const token = tokens.describe(claims);
  if (token === undefined) throw unauthorized();
  const headers: Record<string, string> =
    action === 'ec2tokens_validate' ? { 'x-subject-token': tokens.seal(claims) } : {};
  return { status: 200, headers, body: tokenBody(directory, token, true) };
}

function claim(directory: Directory, key: Credential, blob: ValueMap): Claims {
  const issuedAt = Math.floor(directory.kernel.clock.now() / 1000) * 1000;
  const { trust_id: trustId, app_cred_id: credentialId } = blob;
  return {
    userId: key.user_id,
    methods: ['ec2credential'],
    ...(key.project_id !== null && { projectId: key.project_id }),
    ...(typeof trustId === 'string' && { trustId }),
    ...(typeof credentialId === 'string' && { applicationCredentialId: credentialId }),
    issuedAt,
    expiresAt: issuedAt + TOKEN_LIFE_MS,
    audit: [auditId(directory)],
  };
}

function isRecent(directory: Directory, given: ValueMap): void {
  const { params, headers } = readSigned(given);
  const time = params['Timestamp'] ?? headers['X-Amz-Date'] ?? params['X-Amz-Date'];
  if (time === undefined) return;
  const iso = time.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})/, '$1-$2-$3T$4:$5:$6');
  const signedAt = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}Z`);
  if (Number.isNaN(signedAt) || directory.kernel.clock.now() > signedAt + SIGNATURE_LIFE_MS) throw unauthorized();
}

/** keystone/api/s3tokens.py: the text that was signed comes along, so nothing has to be rebuilt. */
function isSignedForS3(secret: string, given: ValueMap): boolean {
  const text = Buffer.from(String(given['token'] ?? ''), 'base64url').toString('utf8');
  if (!text.startsWith('AWS4')) return createHmac('sha1', secret).update(text).digest('base64') === given['signature'];
  const [algorithm, , scope = '', ...rest] = text.split('\n');
  const parts = scope.split('/');
  if (algorithm !== 'AWS4-HMAC-SHA256' || rest.length !== 1 || parts.length !== 4 || parts[3] !== 'aws4_request')
    return false;
  if (!['s3', 'iam', 'sts'].includes(parts[2]!)) return false;
  let key: string | Buffer = `AWS4${secret}`;
  for (const part of parts) key = createHmac('sha256', key).update(part).digest();
  return createHmac('sha256', key).update(text).digest('hex') === given['signature'];
}
