/**
 * Stacks on another real cloud, by its own Heat. `ISOTHERM_REAL_CLOUDS` names a clouds.yaml with `east-demo` and `east-admin` of a
 * cloud with a key manager, and `west-demo` of one with a Heat and a certificate authority of its own (`cacert`). The service user
 * is `heat` of east, with the password `secret`, unless ISOTHERM_REAL_SERVICE_USER and ISOTHERM_REAL_SERVICE_PASSWORD say otherwise.
 */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Connection } from '../../src/clouds/types.ts';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import { systemRandom } from '../../src/server/system.ts';
import { outputsOf, User } from '../remote/support/user.ts';
import { RealClouds, stackNames } from './support/real-clouds.ts';
import { makeRealServer, serviceAccess, type RealServer } from './support/real-server.ts';

const FILE = process.env['ISOTHERM_REAL_CLOUDS'];
/** Says that the second cloud is up; its entry in the file may outlive it. */
const HAS_SECOND = process.env['ISOTHERM_REAL_SECOND_CLOUD'] !== undefined;
if (FILE === undefined || !HAS_SECOND) {
  const missing = FILE === undefined ? 'ISOTHERM_REAL_CLOUDS' : 'ISOTHERM_REAL_SECOND_CLOUD';
  process.stderr.write(`${missing} is not set: no stack is made on another real cloud\n`);
}

const CHILD = `
heat_template_version: 2018-08-31
parameters:
  text: {type: string}
resources:
  value:
    type: OS::Heat::Value
    properties: {value: {get_param: text}}
outputs:
  said: {value: {get_attr: [value, value]}}
`;
const remote = (context: ValueMap, text: string): Value => ({
  type: 'OS::Heat::Stack',
  properties: { context, template: CHILD, parameters: { text } },
});
const parent = (resources: Record<string, Value>): Value => ({
  heat_template_version: '2018-08-31',
  resources,
  outputs: Object.fromEntries(
    Object.keys(resources).map((name) => [name, { value: { get_attr: [name, 'outputs', 'said'] } }]),
  ),
});

describe.skipIf(FILE === undefined || !HAS_SECOND)('stacks on another real cloud', { timeout: 240_000 }, () => {
  let clouds: RealClouds;
  let east: Connection;
  let west: Connection;
  let made: RealServer;
  let user: User;

  beforeAll(async () => {
    clouds = await RealClouds.read(FILE!, ['east-demo', 'west-demo']);
    [east, west] = [await clouds.connect('east-demo'), await clouds.connect('west-demo')];
    made = await makeRealServer('east', serviceAccess(clouds.access('east-demo')));
    clouds.atEnd(() => made.stop());
    user = new User(made.server, east, (ms) => sleep(ms));
  });
  afterAll(() => clouds?.close());

  const store = (credential: Value): Promise<string> => clouds.store('east-demo', credential);
  const password = (): ValueMap => clouds.password('west-demo');
  const caCert = (): string => clouds.access('west-demo').cloud.caCert!;
  /** An application credential of west's user, as a secret has it. */
  const applicationCredential = async (): Promise<{ secret: Value; revoke: () => Promise<unknown> }> => {
    const path = `/users/${await west.userId()}/application_credentials`;
    const body = { application_credential: { name: `isotherm-${systemRandom.uuid()}`, unrestricted: true } };
    const { application_credential: made } = (await west.service('identity').post(path, body)) as {
      application_credential: ValueMap;
    };
    const auth = {
      auth_url: clouds.access('west-demo').cloud.authUrl,
      application_credential_id: made['id']!,
      application_credential_secret: made['secret']!,
    };
    return {
      secret: { auth_type: 'v3applicationcredential', auth },
      revoke: () => west.service('identity').delete(`${path}/${String(made['id'])}`),
    };
  };

  it('are made there and nowhere else, changed, read and removed', async () => {
    const context = { credential_secret_id: await store(password()), ca_cert: caCert() };
    const name = `isotherm-${systemRandom.uuid().slice(0, 8)}`;
    const id = await user.create(name, parent({ there: remote(context, 'hello') }));
    const made = await user.ended(name, id);
    expect(`${String(made['stack_status'])} ${String(made['stack_status_reason'])}`).toContain('CREATE_COMPLETE');
    expect(outputsOf(made)).toEqual({ there: 'hello' });
    expect(await stackNames(west, name)).toHaveLength(1);
    expect(await stackNames(east, name)).toHaveLength(0);

    await user.update(name, id, parent({ there: remote(context, 'again') }));
    const changed = await user.ended(name, id);
    expect(changed['stack_status']).toBe('UPDATE_COMPLETE');
    expect(outputsOf(changed)).toEqual({ there: 'again' });

    await user.ask('POST', `/stacks/${name}/${id}/actions`, { check: null });
    expect((await user.ended(name, id))['stack_status']).toBe('CHECK_COMPLETE');

    expect((await user.remove(name, id))['stack_status']).toBe('DELETE_COMPLETE');
    await vi.waitFor(async () => expect(await stackNames(west, name)).toEqual([]), 10_000);
  });

  it('go to two targets at once, by a password and by an application credential, and take a new secret from then on', async () => {
    const credential = await applicationCredential();
    const application = await store(credential.secret);
    const passworded = await store(password());
    const name = `isotherm-${systemRandom.uuid().slice(0, 8)}`;
    const both = (text: string): Value =>
      parent({
        a: remote({ credential_secret_id: passworded, ca_cert: caCert() }, text),
        b: remote({ credential_secret_id: application, ca_cert: caCert() }, text),
      });
    const id = await user.create(name, both('one'));
    const made = await user.ended(name, id);
    expect(`${String(made['stack_status'])} ${String(made['stack_status_reason'])}`).toContain('CREATE_COMPLETE');
    expect(outputsOf(made)).toEqual({ a: 'one', b: 'one' });
    const before = (await user.resource(name, id, 'b'))['physical_resource_id'];

    // Barbican's secrets never change, so a rotation is another secret, or the same credential with another password.
    const rotated = await applicationCredential();
    const next = await store(rotated.secret);
    await credential.revoke();
    const template = parent({
      a: remote({ credential_secret_id: passworded, ca_cert: caCert() }, 'two'),
      b: remote({ credential_secret_id: next, ca_cert: caCert() }, 'two'),
    });
    await user.update(name, id, template);
    const changed = await user.ended(name, id);
    expect(`${String(changed['stack_status'])} ${String(changed['stack_status_reason'])}`).toContain('UPDATE_COMPLETE');
    expect(outputsOf(changed)).toEqual({ a: 'two', b: 'two' });
    expect((await user.resource(name, id, 'b'))['physical_resource_id']).toBe(before);
    expect((await user.remove(name, id))['stack_status']).toBe('DELETE_COMPLETE');
    await rotated.revoke();
  });

  it('go to a region of the same cloud without a secret', async () => {
    const name = `isotherm-${systemRandom.uuid().slice(0, 8)}`;
    const region = clouds.access('east-demo').cloud.region ?? 'RegionOne';
    const id = await user.create(name, parent({ there: remote({ region_name: region }, 'hello') }));
    const made = await user.ended(name, id);
    expect(`${String(made['stack_status'])} ${String(made['stack_status_reason'])}`).toContain('CREATE_COMPLETE');
    expect(await stackNames(east, name)).toHaveLength(1);
    expect((await user.remove(name, id))['stack_status']).toBe('DELETE_COMPLETE');
  });

  it('are said to lack what that cloud does not have', async () => {
    const context = { credential_secret_id: await store(password()), ca_cert: caCert() };
    const template = `
heat_template_version: 2018-08-31
resources:
  server: {type: OS::Nova::Server, properties: {flavor: m1.tiny, image: cirros, networks: [{network: public}]}}
  other: {type: OS::Imaginary::Thing}
`;
    const resources = { there: { type: 'OS::Heat::Stack', properties: { context, template } } };
    const answer = await user.ask('POST', '/stacks', { stack_name: 'never', template: parent(resources) });
    expect(answer.status).toBe(400);
    const problems = (answer.body['error'] as ValueMap)['problems'] as ValueMap[];
    expect(problems.map((item) => item['message'])).toEqual([
      'Cloud 127.0.0.1:25000 does not offer the resource type OS::Nova::Server.',
      'Cloud 127.0.0.1:25000 does not offer the resource type OS::Imaginary::Thing.',
    ]);
  });

  it('are refused before anything is made where the authority of the certificate is not given', async () => {
    const context = { credential_secret_id: await store(password()) };
    await expect(user.create('never', parent({ there: remote(context, 'x') }))).rejects.toThrow(
      /The certificate of https:\/\/127\.0\.0\.1:25000 .* could not be verified/,
    );
  });

  it('show in their events that a certificate is not verified', async () => {
    const context = { credential_secret_id: await store(password()), insecure: true, ca_cert: 'no certificate at all' };
    const name = `isotherm-${systemRandom.uuid().slice(0, 8)}`;
    const id = await user.create(name, parent({ there: remote(context, 'hello') }));
    expect((await user.ended(name, id))['stack_status']).toBe('CREATE_COMPLETE');
    const { body } = await user.ask('GET', `/stacks/${name}/${id}/resources/there/events`);
    const reasons = (body['events'] as ValueMap[]).map((event) => event['resource_status_reason']);
    expect(reasons).toContain('state changed (insecure: the certificate of the cloud is not verified)');
    expect((await user.remove(name, id))['stack_status']).toBe('DELETE_COMPLETE');
  });

  it('leave nothing of a credential in log, database or answers', async () => {
    const canary = `canary-${systemRandom.uuid()}`;
    const wrong = clouds.password('west-demo', canary);
    const context = { credential_secret_id: await store(wrong), ca_cert: caCert() };
    await expect(user.create('never', parent({ there: remote(context, 'x') }))).rejects.toThrow(/authentication/);
    const written = await Promise.all(
      [made.logFile, made.database, `${made.database}-wal`].map((file) => readFile(file, 'latin1').catch(() => '')),
    );
    expect([...written, ...user.answers].filter((text) => text.includes(canary))).toEqual([]);
    expect(written[0]!.length).toBeGreaterThan(1000);
  });
});
