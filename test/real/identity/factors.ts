import type { Clock } from '../../../src/expressions/ports.ts';
import type { Value } from '../../../src/expressions/values.ts';
import { passcodeAt } from '../../../src/sandbox/keystone/totp.ts';
import { textAt, type Client, type Reply } from '../../contract/harness/index.ts';

/** A Keystone that takes passcodes. */
export interface FactorWorld {
  readonly admin: Client;
  readonly clock: Clock;
}

/** So long before the end of a half minute its passcode is not asked about any more. */
const NARROW_MS = 10_000;

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const RULES = [['password', 'totp']];
const WRONG_RULES: readonly (readonly [string, Value])[] = [
  ['no list', { multi_factor_auth_rules: 'password' }],
  ['a list of texts', { multi_factor_auth_rules: ['password'] }],
  ['an empty rule', { multi_factor_auth_rules: [[]] }],
  ['a number in a rule', { multi_factor_auth_rules: [['password', 5]] }],
  ['the same method twice', { multi_factor_auth_rules: [['password', 'password']] }],
  ['the same rule twice', { multi_factor_auth_rules: [['password'], ['password']] }],
  ['enabled with a text', { multi_factor_auth_enabled: 'yes' }],
  ['an unknown option', { colour: 'red' }],
];

/** Asks all that there is to say of passcodes, rules of factors and receipts, and gives the answers by name. */
export async function askAboutFactors(world: FactorWorld): Promise<Map<string, Reply>> {
  const replies = new Map<string, Reply>();
  const keep = (name: string, reply: Reply): Reply => {
    replies.set(name, reply);
    return reply;
  };
  const { admin, clock } = world;
  const run = clock.now();
  const logIn = (methods: Record<string, Value>, headers: Record<string, string> = {}): Promise<Reply> => {
    const auth = { identity: { methods: Object.keys(methods), ...methods } };
    return admin.post('identity', '/auth/tokens', { auth }, { 'x-auth-token': '', ...headers });
  };
  const make = async (name: string, options: Value): Promise<string> => {
    const user = { name: `${name}-${run}`, domain_id: 'default', password: 'p', options };
    return textAt(keep(`make ${name}`, await admin.post('identity', '/users', { user })).body, 'user.id');
  };
  const password = (id: string, text = 'p'): Record<string, Value> => ({ password: { user: { id, password: text } } });
  const totp = (id: string, at = clock.now()): Record<string, Value> => ({
    totp: { user: { id, passcode: passcodeAt(SECRET, at) } },
  });
  const secret = { type: 'totp', blob: SECRET };

  const one = await make('one', {});
  await clock.sleep(Math.max(0, NARROW_MS - (30_000 - (clock.now() % 30_000))));
  keep('no secret', await logIn(totp(one)));
  keep('a secret', await admin.post('identity', '/credentials', { credential: { ...secret, user_id: one } }));
  keep('passcode', await logIn(totp(one)));
  keep('passcode again', await logIn(totp(one)));
  keep('passcode before', await logIn(totp(one, clock.now() - 30_000)));
  keep('old passcode', await logIn(totp(one, clock.now() - 600_000)));
  keep('no passcode', await logIn({ totp: { user: { id: one } } }));
  keep('no user', await logIn({ totp: {} }));
  keep('an unknown user', await logIn(totp('none')));
  keep('two that are not asked for', await logIn({ ...password(one), ...totp(one) }));

  const two = await make('two', { multi_factor_auth_rules: RULES, multi_factor_auth_enabled: true });
  await admin.post('identity', '/credentials', { credential: { ...secret, user_id: two } });
  keep('show', await admin.get('identity', `/users/${two}`));
  const receipt = keep('password only', await logIn(password(two)));
  keep('passcode only', await logIn(totp(two)));
  keep('both', await logIn({ ...password(two), ...totp(two) }));
  keep('both, one wrong', await logIn({ ...password(two, 'wrong'), ...totp(two) }));
  keep('two users', await logIn({ ...password(two), ...totp(one) }));
  const shown = { 'openstack-auth-receipt': receipt.headers['openstack-auth-receipt'] ?? '' };
  keep('passcode with the receipt', await logIn(totp(two), shown));
  keep('password with the receipt', await logIn(password(two), shown));
  keep('a wrong password with the receipt', await logIn(password(two, 'wrong'), shown));
  keep("another's receipt", await logIn(totp(one), shown));
  keep('no receipt', await logIn(totp(two), { 'openstack-auth-receipt': 'nonsense' }));

  const change = (options: Value): Promise<Reply> => admin.patch('identity', `/users/${two}`, { user: { options } });
  const key = await applicationCredential(admin, two, { ...password(two), ...totp(two) });
  keep('an application credential', await logIn(key));
  keep('a rule for it', await change({ multi_factor_auth_rules: [...RULES, ['application_credential']] }));
  keep('an application credential by rule', await logIn(key));
  await change({ multi_factor_auth_rules: RULES });
  const before = await logIn({ ...password(two), ...totp(two) });
  const token = { token: { id: before.headers['x-subject-token'] ?? '' } };
  keep('a token with both', await logIn(token));
  keep('switched off', await change({ multi_factor_auth_enabled: false }));
  const single = keep('password while off', await logIn(password(two)));
  keep('switched on', await change({ multi_factor_auth_enabled: true }));
  keep('a token without', await logIn({ token: { id: single.headers['x-subject-token'] ?? '' } }));
  keep('one of two rules', await change({ multi_factor_auth_rules: [['totp'], ['password', 'token']] }));
  keep('by the first rule', await logIn(totp(two)));
  keep('by neither', await logIn(password(two)));
  keep('a method that is not there', await change({ multi_factor_auth_rules: [['password', 'kerberos']] }));
  keep('as if it were not named', await logIn(password(two)));
  keep('taken away', await change({ multi_factor_auth_rules: null }));
  keep('password alone', await logIn(password(two)));
  for (const [name, options] of WRONG_RULES) keep(name, await change(options));
  for (const id of [one, two]) await admin.delete('identity', `/users/${id}`);
  return replies;
}

// Made by the user, who logs in with these methods; gives the method that logs in with it.
async function applicationCredential(
  admin: Client,
  userId: string,
  methods: Record<string, Value>,
): Promise<Record<string, Value>> {
  const role = textAt((await admin.get('identity', '/roles?name=member')).body, 'roles.0.id');
  await admin.put('identity', `/projects/${admin.projectId}/users/${userId}/roles/${role}`);
  const identity = { methods: Object.keys(methods), ...methods };
  const auth = { identity, scope: { project: { id: admin.projectId } } };
  const login = await admin.post('identity', '/auth/tokens', { auth });
  const token = { 'x-auth-token': login.headers['x-subject-token'] ?? '' };
  const wanted = { application_credential: { name: 'key' } };
  const made = await admin.post('identity', `/users/${userId}/application_credentials`, wanted, token);
  const [id, secret] = ['id', 'secret'].map((key) => textAt(made.body, `application_credential.${key}`));
  return { application_credential: { id: id!, secret: secret! } };
}
