/**
 * Every login plugin against a real Keystone of our own, and by keystoneauth1 beside it. For OpenID Connect, Apache's mod_auth_openidc
 * checks the access tokens of a small provider, as it does for most Keystones. Needs Debian's packages (see identity/packages.ts).
 */
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_CA } from '../../src/clouds/testing/certificates.ts';
import type { Connection } from '../../src/clouds/types.ts';
import { differences } from '../contract/harness/shape.ts';
import { federatedCases, PASSCODE_REFUSED, passcodeCases, type LoginCase } from './identity/cases.ts';
import { hasKeystoneauth, keystoneauth } from './identity/keystoneauth.ts';
import { askAboutFactors } from './identity/factors.ts';
import { realFactors, refusalIn, sandboxFactors } from './identity/factor-worlds.ts';
import { Logins } from './identity/logins.ts';
import { hasFederation, hasKeystone } from './identity/packages.ts';
import { PrivateKeystone } from './identity/private-keystone.ts';
import { ProviderServer } from './identity/provider-server.ts';
import { makeFederation, makePeople, otherSecret, type People } from './identity/set-up.ts';

const KEYSTONE = hasKeystone();
const FEDERATION = KEYSTONE && hasFederation();
const COMPARED = KEYSTONE && hasKeystoneauth();
const HOUR_MS = 3_600_000;

describe.skipIf(!KEYSTONE)('the logins at a real Keystone', () => {
  let provider: ProviderServer;
  let keystone: PrivateKeystone;
  let logins: Logins;
  let people: People;
  let admin: Connection;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'isotherm-identity-'));
    writeFileSync(join(folder, 'ca.pem'), TEST_CA);
    provider = await ProviderServer.start();
    const { issuer } = provider.provider;
    keystone = await PrivateKeystone.start(FEDERATION ? issuer : undefined);
    logins = new Logins(keystone.authUrl);
    const inProject = { project_name: 'admin', project_domain_id: 'default', user_domain_id: 'default' };
    const auth = { username: 'admin', password: 'secret', ...inProject };
    admin = await logins.connect({ authType: 'password', auth });
    people = await makePeople(admin);
    if (FEDERATION) await makeFederation(admin, issuer, people.projectId);
  });
  afterAll(async () => {
    await logins?.close();
    await keystone?.close();
    await provider?.close();
    await rm(folder, { recursive: true });
  });

  // Made anew for each test, because passcodes do not last.
  const cases = (): LoginCase[] => [
    ...passcodeCases(keystone.authUrl, people),
    ...(FEDERATION ? federatedCases(keystone.authUrl, provider.provider, people.projectId) : []),
  ];
  const connect = (name: string): Promise<Connection> =>
    logins.connect(cases().find((one) => one.name === name)!.credential);

  it('accept what is right', async () => {
    for (const { name, credential } of cases().filter(({ refusal }) => refusal === undefined)) {
      const connection = await logins.connect(credential);
      expect.soft(await connection.projectId(), name).toBe(people.projectId);
      expect.soft((await connection.roles()).toSorted(), name).toEqual(['member', 'reader']);
      const seen = await connection.service('identity').get('/auth/projects');
      expect.soft(seen, name).toMatchObject({ projects: [{ id: people.projectId, name: 'work' }] });
    }
  });

  it('refuse what is wrong, and say what it is', async () => {
    for (const { name, credential, refusal } of cases()) {
      if (refusal === undefined) continue;
      const error = await logins.refusal(credential);
      const says = typeof refusal.says === 'string' ? refusal.says : expect.stringMatching(refusal.says);
      expect.soft({ code: error.code, says: error.message }, name).toEqual({ ...refusal, says });
      expect.soft(error.describe(), name).not.toMatch(/client-secret|oidc-password|a-password|eyJ|12345/);
    }
  });

  it('go to no provider at an address that is closed to them', async () => {
    const guarded = new Logins(keystone.authUrl, { trustedClouds: [keystone.authUrl] });
    const { issuer } = provider.provider;
    for (const where of ['discovery_endpoint', 'access_token_endpoint']) {
      const auth = {
        identity_provider: 'corp',
        protocol: 'openid',
        client_id: 'c',
        client_secret: 's',
        [where]: issuer,
      };
      const error = await guarded.refusal({ authType: 'v3oidcclientcredentials', auth });
      expect.soft(error, where).toMatchObject({
        code: 'EgressRefused',
        message: 'Requests to 127.0.0.1 are not allowed',
      });
    }
    await guarded.close();
  });

  it('go to no provider whose certificate nobody vouches for', async () => {
    const strict = new Logins(keystone.authUrl, undefined, {});
    const { issuer } = provider.provider;
    const auth = { identity_provider: 'corp', protocol: 'openid', client_id: 'c', access_token_endpoint: issuer };
    const error = await strict.refusal({ authType: 'v3oidcclientcredentials', auth });
    const message = `The certificate of ${issuer} of cloud private could not be verified`;
    expect(error).toMatchObject({ code: 'Untrusted', message });
    await strict.close();
  });

  it.skipIf(!COMPARED)('judge as keystoneauth1 does', async () => {
    const asked = cases();
    const credentials = asked.map(({ credential }) => credential);
    const { verdicts } = await keystoneauth(credentials, join(folder, 'ca.pem'));
    for (const [index, { name, refusal }] of asked.entries()) {
      const verdict = verdicts[index]!;
      const wanted = refusal === undefined ? { project: people.projectId } : { error: expect.any(String) };
      expect.soft(verdict, name).toMatchObject(wanted);
    }
  });

  it('are answered by the sandbox in the same way where factors are concerned', async () => {
    const [sandbox, real] = [
      await askAboutFactors(await sandboxFactors()),
      await askAboutFactors(await realFactors(keystone)),
    ];
    for (const [name, theirs] of real) {
      const ours = sandbox.get(name)!;
      expect.soft(ours.status, `status of ${name}`).toBe(theirs.status);
      expect.soft(refusalIn(ours), `refusal of ${name}`).toEqual(refusalIn(theirs));
      expect.soft(differences(ours.body, theirs.body, [/catalog/]), `shape of ${name}`).toEqual([]);
      const receipts = [ours, theirs].map(({ headers }) => headers['openstack-auth-receipt'] !== undefined);
      expect.soft(receipts[0], `receipt of ${name}`).toBe(receipts[1]);
    }
  });

  describe('go on', () => {
    it.skipIf(!FEDERATION)('when the token ends, as long as the provider vouches for them', async () => {
      const connection = await connect('a client, by discovery');
      const first = await connection.token();
      logins.clock.forward(HOUR_MS);
      expect(await connection.token()).not.toBe(first);
      expect(await connection.projectId()).toBe(people.projectId);
    });

    it.skipIf(!FEDERATION)('when the token is taken away', async () => {
      const connection = await connect('user and password, by discovery');
      const token = await connection.token();
      const identity = connection.service('identity');
      await identity.raw('DELETE', '/auth/tokens', undefined, { headers: { 'x-subject-token': token } });
      expect(await identity.get('/auth/projects')).toMatchObject({ projects: [{ id: people.projectId }] });
      expect(await connection.token()).not.toBe(token);
    });

    it('with two factors only as long as both are good', async () => {
      const connection = await connect('two factors');
      const first = await connection.token();
      logins.clock.forward(HOUR_MS);
      const second = await connection.token();
      expect(second, 'a passcode serves as often as one likes while it is good').not.toBe(first);
      const secret = await otherSecret(admin, people.double, 'MZXW6YTBOI======');
      try {
        logins.clock.forward(HOUR_MS);
        await expect(connection.token()).rejects.toMatchObject({ code: 'LoginFailed', message: PASSCODE_REFUSED });
      } finally {
        await secret.restore();
      }
    });
  });
});
