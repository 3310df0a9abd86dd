/**
 * Passcodes, rules of factors and receipts in the sandbox, by the answers that a real Keystone gives. It takes no passcodes as it comes,
 * so test/real/identity.test.ts starts one that does and compares all of these with it.
 */
import { describe, expect, it } from 'vitest';
import { refusalIn, sandboxFactors } from '../real/identity/factor-worlds.ts';
import { askAboutFactors } from '../real/identity/factors.ts';
import { dig, sandboxWorld, textAt, type Reply } from './harness/index.ts';

const DENIED = 'The request you have made requires authentication.';
const MISSING =
  'The server could not comply with the request since it is either malformed or otherwise incorrect.' +
  ' The client is assumed to be in error.';
const NO_RECEIPT = 'Could not find auth receipt: …';
const RULES = "Invalid input for field 'options/multi_factor_auth_rules";

/** Refusals by the name of the question: status, and the message or the factors that are asked for. */
const REFUSED: Readonly<Record<string, readonly [number, string | readonly (readonly string[])[]]>> = {
  'no secret': [401, DENIED],
  'old passcode': [401, DENIED],
  'no passcode': [401, DENIED],
  'no user': [400, `Expecting to find user in None. ${MISSING}`],
  'an unknown user': [401, DENIED],
  'password only': [401, [['password', 'totp']]],
  'passcode only': [401, [['password', 'totp']]],
  'both, one wrong': [401, DENIED],
  'two users': [401, DENIED],
  'password with the receipt': [401, [['password', 'totp']]],
  'a wrong password with the receipt': [401, DENIED],
  "another's receipt": [401, NO_RECEIPT],
  'no receipt': [401, NO_RECEIPT],
  'an application credential': [401, []],
  'a token without': [401, [['password', 'totp']]],
  'by neither': [401, [['password', 'token']]],
  'no list': [400, `${RULES}': 'password' is not of type 'array', 'null'`],
  'a list of texts': [400, `${RULES}/0': 'password' is not of type 'array'`],
  'an empty rule': [400, `${RULES}/0': [] is too short`],
  'a number in a rule': [400, `${RULES}/0/1': 5 is not of type 'string'`],
  'the same method twice': [400, `${RULES}/0': ['password', 'password'] has non-unique elements`],
  'the same rule twice': [400, `${RULES}': [['password'], ['password']] has non-unique elements`],
  'enabled with a text': [
    400,
    "Invalid input for field 'options/multi_factor_auth_enabled': 'yes' is not of type 'boolean', 'null'",
  ],
  'an unknown option': [
    400,
    "Invalid input for field 'options': Additional properties are not allowed ('colour' was unexpected)",
  ],
};

describe('the Keystone of the sandbox', () => {
  it('takes passcodes and several factors as a real one does', async () => {
    const replies = await askAboutFactors(await sandboxFactors());
    const refused = [...replies].filter(([, { status }]) => status >= 400);
    const shown = refused.map(([name, reply]) => {
      const { message, required } = refusalIn(reply);
      return [name, [reply.status, required ?? message]];
    });
    expect(Object.fromEntries(shown)).toEqual(REFUSED);
    expect(dig(replies.get('passcode with the receipt')!.body, 'token.methods')).toEqual(['totp', 'password']);
    const options = { multi_factor_auth_enabled: true };
    expect(dig(replies.get('taken away')!.body, 'user.options')).toEqual(options);
  });

  it('gives receipts that end after five minutes and are no tokens, nor are tokens receipts', async () => {
    const world = sandboxWorld();
    const admin = await world.as('admin');
    const options = { multi_factor_auth_rules: [['password', 'totp']] };
    const made = await admin.post('identity', '/users', { user: { name: 'two', password: 'p', options } });
    const id = textAt(made.body, 'user.id');
    const identity = { methods: ['password'], password: { user: { id, password: 'p' } } };
    const logIn = (headers: Record<string, string>): Promise<Reply> =>
      admin.post('identity', '/auth/tokens', { auth: { identity } }, headers);
    const receipt = (await logIn({})).headers['openstack-auth-receipt']!;
    const status = async (shown: string): Promise<unknown> =>
      refusalIn(await logIn({ 'openstack-auth-receipt': shown }));
    expect(await status(receipt)).toMatchObject({ required: [['password', 'totp']] });
    expect(await status(admin.token)).toMatchObject({ message: NO_RECEIPT });
    expect((await admin.get('identity', '/auth/projects', { 'x-auth-token': receipt })).status).toBe(401);
    await world.sandbox.clock.sleep(300_000);
    expect(await status(receipt)).toMatchObject({ message: NO_RECEIPT });
  });
});
