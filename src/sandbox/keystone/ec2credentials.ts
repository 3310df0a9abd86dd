import type { Call } from '../kernel/call.ts';
import type { Answer } from '../kernel/http.ts';
import type { Service } from '../kernel/service.ts';
import { idOfAccessKey, readBlob, refuseDelegated } from './credentials.ts';
import type { Directory } from './directory.ts';
import { notFound, unauthorized } from './faults.ts';
import { readBody, text } from './input.ts';
import { enforce, isAdmin, isSelf, isSystemReader } from './policy.ts';
import type { Credential } from './records.ts';
import { all, EMPTY, one } from './render.ts';

/** `/v3/users/{id}/credentials/OS-EC2`: EC2 keys by their access key. */
export function addEc2CredentialRoutes(service: Service, directory: Directory): void {
  const path = '/v3/users/:user/credentials/OS-EC2';
  service
    .route('GET', path, (call) => list(directory, call))
    .route('POST', path, (call) => create(directory, call))
    .route('GET', `${path}/:id`, (call) => show(directory, call))
    .route('DELETE', `${path}/:id`, (call) => remove(directory, call));
}

function list(directory: Directory, call: Call): Answer {
  const userId = call.param('user');
  enforce(call, 'ec2_list_credentials', isAdmin(call), isSystemReader(call), isSelf(call, userId));
  refuseDelegated(call);
  directory.user(userId);
  const keys = directory.credentials.filter(({ user_id, type }) => user_id === userId && type === 'ec2');
  const shown = keys.map((key) => view(call, key));
  return all(call, 'credentials', shown);
}

function create(directory: Directory, call: Call): Answer {
  const userId = call.param('user');
  enforce(call, 'ec2_create_credential', isAdmin(call), isSelf(call, userId));
  directory.user(userId);
  const project = directory.project(text(readBody(call), 'tenant_id') ?? 'None');
  refuseDelegated(call);
  const blob = { access: directory.newId(), secret: directory.newId(), trust_id: null };
  const key = directory.credentials.put({
    id: idOfAccessKey(blob.access),
    user_id: userId,
    project_id: project.id,
    type: 'ec2',
    blob: JSON.stringify(blob),
  });
  return one('credential', view(call, key), 201);
}

function find(directory: Directory, call: Call, action: string, reads: boolean): Credential {
  const id = idOfAccessKey(call.param('id'));
  const key = directory.credentials.get(id);
  if (key === undefined) throw notFound('credential', id);
  enforce(call, action, isAdmin(call), reads && isSystemReader(call), isSelf(call, key.user_id));
  directory.user(call.param('user'));
  if (key.type !== 'ec2') throw unauthorized();
  refuseDelegated(call);
  return key;
}

function show(directory: Directory, call: Call): Answer {
  return one('credential', view(call, find(directory, call, 'ec2_get_credential', true)));
}

function remove(directory: Directory, call: Call): Answer {
  directory.credentials.delete(find(directory, call, 'ec2_delete_credential', false).id);
  return EMPTY;
}

function view(call: Call, { user_id, project_id, blob }: Credential): Record<string, unknown> {
  const { access, secret, trust_id = null } = readBlob(blob);
  const self = `${call.serviceUrl}/v3/users/${user_id}/credentials/OS-EC2/${String(access)}`;
  return { user_id, tenant_id: project_id, access, secret, trust_id, links: { self } };
}
