import { createHash } from 'node:crypto';
import { isMap, type Value, type ValueMap } from '../../expressions/values.ts';
import type { Call } from '../kernel/call.ts';
import { Fault } from '../kernel/fault.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import type { Directory } from './directory.ts';
import { conflict, forbidden, missing, notFound, required } from './faults.ts';
import { member, requiredText, text } from './input.ts';
import { isDelegated } from './login.ts';
import { enforce, isAdmin, isSelf, isSystemReader } from './policy.ts';
import type { Credential } from './records.ts';
import { all, EMPTY, filtered, one } from './render.ts';
import { credentialView } from './views.ts';

/** `/v3/credentials`. */
export function addCredentialRoutes(service: Service, directory: Directory): void {
  service
    .route('GET', '/v3/credentials', (call) => list(directory, call))
    .route('POST', '/v3/credentials', (call) => create(directory, call))
    .route('GET', '/v3/credentials/:id', (call) => show(directory, call))
    .route('PATCH', '/v3/credentials/:id', (call) => update(directory, call))
    .route('DELETE', '/v3/credentials/:id', (call) => remove(directory, call));
}

/** Credentials are for logins of one's own: not for trusts, application credentials or EC2 keys. */
export function refuseDelegated({ caller }: Call): void {
  if (caller.trustId === undefined && !isDelegated(caller.methods)) return;
  throw new Fault(
    403,
    'You are not authorized to perform the requested action: Delegated tokens cannot access credentials directly.',
  );
}

/** The id of an EC2 credential follows from its access key. */
export function idOfAccessKey(access: string): string {
  return createHash('sha256').update(access).digest('hex');
}

function list(directory: Directory, call: Call): Answer {
  enforce(call, 'list_credentials', !call.caller.system || isAdmin(call) || isSystemReader(call));
  if (call.caller.trustId !== undefined || isDelegated(call.caller.methods)) return all(call, 'credentials', []);
  const readable = directory.credentials.filter(
    ({ user_id }) => isAdmin(call) || isSystemReader(call) || isSelf(call, user_id),
  );
  const shown = filtered(call, readable, ['user_id', 'type']).map((credential) => credentialView(call, credential));
  return all(call, 'credentials', shown);
}

function find(directory: Directory, call: Call, action: string, reads = false): Credential {
  const found = directory.credentials.get(call.param('id'));
  enforce(call, action, isAdmin(call), reads && isSystemReader(call), isSelf(call, found?.user_id));
  if (found === undefined) throw notFound('credential', call.param('id'));
  refuseDelegated(call);
  return found;
}

function show(directory: Directory, call: Call): Answer {
  return one('credential', credentialView(call, find(directory, call, 'get_credential', true)));
}

function create(directory: Directory, call: Call): Answer {
  const body = member(call, 'credential');
  const userId = text(body, 'user_id');
  enforce(call, 'create_credential', isAdmin(call), isSelf(call, userId));
  const [blob, type] = [requiredText(body, 'blob'), requiredText(body, 'type')];
  if (userId === undefined) throw required('user_id');
  refuseDelegated(call);
  const project_id = text(body, 'project_id') ?? null;
  if (type === 'ec2' && project_id === null) throw missing('project_id', 'credential');
  const id = type === 'ec2' ? idOfAccessKey(readBlob(blob)['access'] as string) : directory.newId();
  if (directory.credentials.has(id)) throw conflict('credential', 'Duplicate entry');
  const credential = directory.credentials.put({ id, user_id: userId, project_id, type, blob });
  return one('credential', credentialView(call, credential), 201);
}

function update(directory: Directory, call: Call): Answer {
  const found = find(directory, call, 'update_credential');
  const body = member(call, 'credential');
  const blob = text(body, 'blob') ?? found.blob;
  const user_id = text(body, 'user_id') ?? found.user_id;
  if (!isAdmin(call) && user_id !== found.user_id) throw forbidden('identity:update_credential');
  if (found.type === 'ec2') keepsDelegation(readBlob(found.blob), readBlob(blob));
  const changed = directory.credentials.put({
    ...found,
    blob,
    user_id,
    project_id: text(body, 'project_id') ?? found.project_id,
    type: text(body, 'type') ?? found.type,
  });
  return one('credential', credentialView(call, changed));
}

function keepsDelegation(before: ValueMap, after: ValueMap): void {
  for (const key of ['trust_id', 'app_cred_id', 'access_token_id', 'access_id']) {
    if ((before[key] ?? null) !== (after[key] ?? null))
      throw new Fault(400, `${key} can not be updated for credential`);
  }
}

function remove(directory: Directory, call: Call): Answer {
  directory.credentials.delete(find(directory, call, 'delete_credential').id);
  return EMPTY;
}

/** What an EC2 credential holds: `{access, secret, trust_id}`. Throws a 400 where it is not that. */
export function readBlob(blob: string): ValueMap {
  let value: Value;
  try {
    value = JSON.parse(blob) as Value;
  } catch {
    throw new Fault(400, 'Invalid blob in credential');
  }
  if (!isMap(value)) throw missing('blob', 'credential');
  if (typeof value['access'] !== 'string') throw missing('access', 'credential');
  return value;
}
