import type { CloudAccess } from '../../clouds/credential-secret.ts';
import type { Connection } from '../../clouds/types.ts';
import { writeJson } from '../../expressions/json.ts';
import { isMap, own } from '../../expressions/values.ts';
import { listAt, textAt } from '../client/read.ts';

/**
 * Puts the credential of a cloud into a secret of another's key manager, in the form that OS::Heat::Stack takes; one of that name is
 * used as it is. Gives its id.
 */
export async function storeCredential(
  at: Connection,
  name: string,
  { cloud, credential }: CloudAccess,
): Promise<string> {
  const barbican = at.service('key-manager');
  const [there] = listAt(await barbican.get('/secrets', { query: { name } }), 'secrets');
  if (there !== undefined) return idOf(textAt(there, 'secret_ref'));
  const payload = writeJson({
    auth_type: credential.authType,
    auth: { ...credential.auth, auth_url: cloud.authUrl },
  });
  const answer = await barbican.post('/secrets', { name, payload, payload_content_type: 'text/plain' });
  const ref = isMap(answer) ? own(answer, 'secret_ref') : undefined;
  return idOf(typeof ref === 'string' ? ref : '');
}

const idOf = (ref: string): string => ref.split('/').at(-1)!;
