import { describe, expect, it } from 'vitest';
import { contract, dig, listAt, sandboxWorld, textAt, type Client, type Stage } from './harness/index.ts';

contract('keystone: people', (test) => {
  test('a user lives: create, show, change, log in, delete', async ({ world, same }) => {
    const admin = await world.as('admin');
    const name = world.unique('user');
    const created = await admin.post('identity', '/users', { user: { name, password: 'p1', description: 'd' } });
    same('create', created);
    const id = textAt(created.body, 'user.id');
    expect(created.status).toBe(201);
    expect(dig(created.body, 'user.domain_id')).toBe('default');
    expect(created.text).not.toContain('p1');
    same('show', await admin.get('identity', `/users/${id}`));
    same('again', await admin.post('identity', '/users', { user: { name, password: 'p' } }));
    same('list by name', await admin.get('identity', `/users?name=${name}`));
    const token = { auth: { identity: password(id, 'p1') } };
    const unscoped = await anonymous(world, token);
    same('log in', unscoped);
    expect(unscoped.status).toBe(201);
    expect(dig(unscoped.body, 'token.project')).toBeUndefined();
    const changed = await admin.patch('identity', `/users/${id}`, { user: { password: 'p2', enabled: true } });
    same('change', changed);
    const subject = { 'x-subject-token': unscoped.headers['x-subject-token']! };
    expect((await admin.get('identity', '/auth/tokens', subject)).status, 'the old token').toBe(404);
    same('old password', await anonymous(world, token));
    expect((await anonymous(world, { auth: { identity: password(id, 'p2') } })).status).toBe(201);
    expect((await admin.patch('identity', `/users/${id}`, { user: { enabled: false } })).status).toBe(200);
    same('disabled', await anonymous(world, { auth: { identity: password(id, 'p2') } }));
    expect((await admin.delete('identity', `/users/${id}`)).status).toBe(204);
    same('gone', await admin.get('identity', `/users/${id}`));
  });

  test('a domain with a project and a user of its own goes away whole', async ({ world, same }) => {
    const admin = await world.as('admin');
    const [domainName, name] = [world.unique('domain'), world.unique('project')];
    const domain = await admin.post('identity', '/domains', { domain: { name: domainName } });
    same('domain', domain);
    const domain_id = textAt(domain.body, 'domain.id');
    const project = await admin.post('identity', '/projects', { project: { name, domain_id, tags: ['a'] } });
    same('project', project);
    expect(dig(project.body, 'project.parent_id')).toBe(domain_id);
    same('same name', await admin.post('identity', '/projects', { project: { name, domain_id } }));
    const user = await admin.post('identity', '/users', { user: { name: 'one', domain_id, password: 'x' } });
    same('enabled', await admin.delete('identity', `/domains/${domain_id}`));
    expect((await admin.patch('identity', `/domains/${domain_id}`, { domain: { enabled: false } })).status).toBe(200);
    expect((await admin.delete('identity', `/domains/${domain_id}`)).status).toBe(204);
    expect((await admin.get('identity', `/users/${textAt(user.body, 'user.id')}`)).status).toBe(404);
    expect((await admin.get('identity', `/projects/${textAt(project.body, 'project.id')}`)).status).toBe(404);
  });

  test('ordinary people may not look around', async ({ world, same }) => {
    const demo = await world.as('demo');
    for (const path of ['/users', '/projects', '/domains', '/roles', '/services', '/role_assignments', '/groups']) {
      same(path, await demo.get('identity', path));
      expect((await demo.get('identity', path)).status, path).toBe(403);
    }
    same('self', await demo.get('identity', `/users/${demo.userId}`), [/description|email/]);
    same('own project', await demo.get('identity', `/projects/${demo.projectId}`));
    same('own projects', await demo.get('identity', `/users/${demo.userId}/projects`));
    same('a user', await demo.post('identity', '/users', { user: { name: 'x' } }));
    same('a wrong path', await demo.get('identity', '/nothing-here'));
  });

  test('a grant gives a role and what it implies', async ({ world, same }) => {
    const admin = await world.as('admin');
    const demo = await world.as('demo');
    const made = await admin.post('identity', '/users', { user: { name: world.unique('granted'), password: 'p' } });
    const user = textAt(made.body, 'user.id');
    const roles = await admin.get('identity', '/roles?name=member');
    same('roles', roles);
    const role = textAt(listAt(roles.body, 'roles')[0], 'id');
    const path = `/projects/${demo.projectId}/users/${user}/roles`;
    same('not yet', await admin.get('identity', `${path}/${role}`));
    same('take what is not there', await admin.delete('identity', `${path}/${role}`));
    expect((await admin.put('identity', `${path}/${role}`)).status).toBe(204);
    expect((await admin.put('identity', `${path}/${role}`)).status, 'twice').toBe(204);
    same('granted', await admin.get('identity', path));
    expect((await admin.send('HEAD', 'identity', `${path}/${role}`)).status).toBe(204);
    same('assignments', await admin.get('identity', `/role_assignments?user.id=${user}&include_names=true`));
    const effective = await admin.get('identity', `/role_assignments?user.id=${user}&effective`);
    same('effective', effective);
    const token = await anonymous(world, {
      auth: { identity: password(user, 'p'), scope: { project: { id: demo.projectId } } },
    });
    expect(
      listAt(token.body, 'token.roles')
        .map((one) => textAt(one, 'name'))
        .sort(),
    ).toEqual(['member', 'reader']);
    expect(listAt(effective.body, 'role_assignments').length).toBe(2);
    await admin.delete('identity', `${path}/${role}`);
    const subject = { 'x-subject-token': token.headers['x-subject-token']! };
    expect(
      (await admin.get('identity', '/auth/tokens', subject)).status,
      'the token without its roles',
    ).toBeGreaterThan(400);
    await admin.delete('identity', `/users/${user}`);
  });

  test('bad input is told', async ({ world, same }) => {
    const admin = await world.as('admin');
    same('no name', await admin.post('identity', '/users', { user: {} }));
    same('number for a name', await admin.post('identity', '/users', { user: { name: 5 } }));
    same('no JSON', await admin.post('identity', '/users', 'garbage', { 'content-type': 'application/json' }));
    for (const kind of ['users', 'projects', 'domains', 'roles', 'groups', 'services', 'endpoints', 'regions']) {
      const reply = await admin.get('identity', `/${kind}/none`);
      same(kind, reply);
      expect(dig(reply.body, 'error.message')).toBe(`Could not find ${kind.slice(0, -1)}: none.`);
    }
  });
});

contract('keystone: tokens', (test) => {
  test('scopes: project, domain, system, none', async ({ world, same }) => {
    const admin = await world.as('admin');
    const identity = { ...password(admin.userId, 'secret') };
    const scopes = {
      project: { project: { id: admin.projectId } },
      system: { system: { all: true } },
      none: 'unscoped',
      'a domain without a role': { domain: { id: 'default' } },
      'no such project': { project: { id: 'none' } },
      'two at once': { project: { id: admin.projectId }, domain: { id: 'default' } },
      'a name without a domain': { project: { name: 'admin' } },
    };
    for (const [name, scope] of Object.entries(scopes)) {
      same(name, await anonymous(world, { auth: { identity, scope } }), CATALOG);
    }
  });

  test('a token is rescoped, and dies with the one it came from', async ({ world, same }) => {
    const demo = await world.as('demo');
    const first = await anonymous(world, { auth: { identity: password(demo.userId, 'secret') } });
    const id = first.headers['x-subject-token']!;
    const identity = { methods: ['token'], token: { id } };
    const second = await anonymous(world, { auth: { identity, scope: { project: { id: demo.projectId } } } });
    same('rescoped', second, CATALOG);
    expect(second.status).toBe(201);
    expect(dig(second.body, 'token.expires_at')).toBe(dig(first.body, 'token.expires_at'));
    expect(listAt(second.body, 'token.audit_ids')[1]).toBe(listAt(first.body, 'token.audit_ids')[0]);
    expect(listAt(second.body, 'token.methods').map(String).sort()).toEqual(['password', 'token']);
    expect((await demo.delete('identity', '/auth/tokens', { 'x-subject-token': id })).status).toBe(204);
    same('revoked', await demo.get('identity', '/auth/tokens', { 'x-subject-token': id }));
  });

  test('who may look at a token', async ({ world, same }) => {
    const [admin, demo, other] = [await world.as('admin'), await world.as('demo'), await world.as('demo2')];
    const subject = { 'x-subject-token': demo.token };
    same('admin', await admin.get('identity', '/auth/tokens', subject), CATALOG);
    same('oneself', await demo.get('identity', '/auth/tokens?nocatalog', subject));
    same('another', await other.get('identity', '/auth/tokens', subject));
    expect((await admin.send('HEAD', 'identity', '/auth/tokens', undefined, subject)).status).toBe(200);
    same('no subject', await admin.get('identity', '/auth/tokens'));
    same('nonsense', await admin.get('identity', '/auth/tokens', { 'x-subject-token': 'nonsense' }));
    same('no token', await admin.get('identity', '/auth/tokens', { 'x-auth-token': 'nonsense', ...subject }));
    same('catalog', await demo.get('identity', '/auth/catalog'), CATALOG);
    same('projects', await demo.get('identity', '/auth/projects'));
    same('system', await admin.get('identity', '/auth/system'));
  });

  test('logins that cannot be', async ({ world, same }) => {
    const demo = await world.as('demo');
    const bodies = {
      'wrong password': { auth: { identity: password(demo.userId, 'wrong') } },
      'no such user': { auth: { identity: password('none', 'x') } },
      'no identity': { auth: {} },
      'no auth': {},
      'no payload': { auth: { identity: { methods: ['password'] } } },
      'no domain': {
        auth: { identity: { methods: ['password'], password: { user: { name: 'demo', password: 'secret' } } } },
      },
      'a bad token': { auth: { identity: { methods: ['token'], token: { id: 'bogus' } } } },
      'an unknown method': { auth: { identity: { methods: ['bogus'], bogus: {} } } },
    };
    for (const [name, body] of Object.entries(bodies)) same(name, await anonymous(world, body), [/error\.identity/]);
  });
});

contract('keystone: delegation', (test) => {
  test('a trust lets another act', async ({ world, same }) => {
    const [demo, other, admin] = [await world.as('demo'), await world.as('demo2'), await world.as('admin')];
    const trust = {
      trustor_user_id: demo.userId,
      trustee_user_id: other.userId,
      project_id: demo.projectId,
      impersonation: true,
      roles: [{ name: 'member' }],
    };
    const made = await demo.post('identity', '/OS-TRUST/trusts', { trust });
    same('create', made);
    const id = textAt(made.body, 'trust.id');
    same('show', await other.get('identity', `/OS-TRUST/trusts/${id}`));
    same('list', await demo.get('identity', `/OS-TRUST/trusts?trustor_user_id=${demo.userId}`));
    same('list all', await demo.get('identity', '/OS-TRUST/trusts'));
    same('roles', await demo.get('identity', `/OS-TRUST/trusts/${id}/roles`));
    const scope = { 'OS-TRUST:trust': { id } };
    const token = await anonymous(world, { auth: { identity: password(other.userId, 'secret'), scope } });
    same('log in', token, CATALOG);
    expect(token.status).toBe(201);
    expect(dig(token.body, 'token.user.id')).toBe(demo.userId);
    expect(dig(token.body, 'token.project.id')).toBe(demo.projectId);
    same('the trustor', await anonymous(world, { auth: { identity: password(demo.userId, 'secret'), scope } }));
    const delegated = token.headers['x-subject-token']!;
    const again = {
      auth: { identity: { methods: ['token'], token: { id: delegated } }, scope: { project: { id: demo.projectId } } },
    };
    same('rescope', await anonymous(world, again));
    const asTrustee = { 'x-auth-token': delegated };
    const key = { application_credential: { name: world.unique('ac') } };
    same(
      'no credential from it',
      await demo.post('identity', `/users/${demo.userId}/application_credentials`, key, asTrustee),
    );
    same(
      'no key from it',
      await demo.post('identity', `/users/${demo.userId}/credentials/OS-EC2`, { tenant_id: demo.projectId }, asTrustee),
    );
    same('foreign delete', await other.delete('identity', `/OS-TRUST/trusts/${id}`));
    expect((await demo.delete('identity', `/OS-TRUST/trusts/${id}`)).status).toBe(204);
    same('gone', await demo.get('identity', `/OS-TRUST/trusts/${id}`));
    expect((await admin.get('identity', '/auth/tokens', { 'x-subject-token': delegated })).status).toBe(404);
  });

  test('trusts that cannot be', async ({ world, same }) => {
    const [demo, other] = [await world.as('demo'), await world.as('demo2')];
    const good = {
      trustor_user_id: demo.userId,
      trustee_user_id: other.userId,
      project_id: demo.projectId,
      impersonation: false,
      roles: [{ name: 'member' }],
    };
    const bad = {
      'for someone else': { ...good, trustor_user_id: other.userId },
      'no trustee': { ...good, trustee_user_id: undefined },
      'unknown trustee': { ...good, trustee_user_id: 'none' },
      'no roles': { ...good, roles: [] },
      'a role one lacks': { ...good, roles: [{ name: 'admin' }] },
      'an unknown role': { ...good, roles: [{ name: 'none' }] },
      expired: { ...good, expires_at: '2001-01-01T00:00:00.000000Z' },
      'no time': { ...good, expires_at: 'tomorrow' },
      'no uses': { ...good, remaining_uses: 0 },
    };
    for (const [name, trust] of Object.entries(bad))
      same(name, await demo.post('identity', '/OS-TRUST/trusts', { trust }));
  });

  test('a trust is used up', async ({ world, same }) => {
    const [demo, other] = [await world.as('demo'), await world.as('demo2')];
    const trust = {
      trustor_user_id: demo.userId,
      trustee_user_id: other.userId,
      project_id: demo.projectId,
      impersonation: false,
      remaining_uses: 1,
      roles: [{ name: 'reader' }],
    };
    const made = await demo.post('identity', '/OS-TRUST/trusts', { trust });
    const body = {
      auth: {
        identity: password(other.userId, 'secret'),
        scope: { 'OS-TRUST:trust': { id: textAt(made.body, 'trust.id') } },
      },
    };
    const first = await anonymous(world, body);
    expect(first.status).toBe(201);
    expect(dig(first.body, 'token.user.id')).toBe(other.userId);
    same('again', await anonymous(world, body));
  });

  test('an application credential logs in, and no further', async ({ world, same }) => {
    const demo = await world.as('demo');
    const path = `/users/${demo.userId}/application_credentials`;
    const name = world.unique('ac');
    const made = await demo.post('identity', path, { application_credential: { name, roles: [{ name: 'member' }] } });
    same('create', made);
    const [id, secret] = [
      textAt(made.body, 'application_credential.id'),
      textAt(made.body, 'application_credential.secret'),
    ];
    const shown = await demo.get('identity', `${path}/${id}`);
    same('show', shown);
    expect(shown.text).not.toContain(secret);
    same('list', await demo.get('identity', `${path}?name=${name}`));
    same('same name', await demo.post('identity', path, { application_credential: { name } }));
    same(
      'too much',
      await demo.post('identity', path, { application_credential: { name: 'x', roles: [{ name: 'admin' }] } }),
    );
    same(
      'too late',
      await demo.post('identity', path, { application_credential: { name: 'x', expires_at: '2001-01-01T00:00:00' } }),
    );
    same('none', await demo.get('identity', `${path}/none`));
    const identity = { methods: ['application_credential'], application_credential: { id, secret } };
    const token = await anonymous(world, { auth: { identity } });
    same('log in', token, CATALOG);
    expect(listAt(token.body, 'token.roles').map((one) => dig(one, 'name'))).toEqual(['member']);
    const named = { name, secret, user: { id: demo.userId } };
    const byName = { methods: ['application_credential'], application_credential: named };
    expect((await anonymous(world, { auth: { identity: byName } })).status).toBe(201);
    same('scope', await anonymous(world, { auth: { identity, scope: { project: { id: demo.projectId } } } }), [
      /error\.identity/,
    ]);
    const wrong = { methods: ['application_credential'], application_credential: { id, secret: 'x' } };
    same('wrong secret', await anonymous(world, { auth: { identity: wrong } }));
    const header = { 'x-auth-token': token.headers['x-subject-token']! };
    same('no trust', await demo.get('identity', `/OS-TRUST/trusts?trustor_user_id=${demo.userId}`, header));
    // With its role named: which roles a token stands for by default depends on what the real Keystone has cached.
    const other = { application_credential: { name: 'y', roles: [{ name: 'member' }] } };
    same('no other', await demo.post('identity', path, other, header));
    same(
      'no key',
      await demo.post('identity', `/users/${demo.userId}/credentials/OS-EC2`, { tenant_id: demo.projectId }, header),
    );
    expect((await demo.delete('identity', `${path}/${id}`)).status).toBe(204);
    same('gone', await anonymous(world, { auth: { identity } }));
  });

  test('an EC2 key is exchanged for a token by a service only', async ({ world, same }) => {
    const [admin, demo] = [await world.as('admin'), await world.as('demo')];
    const path = `/users/${demo.userId}/credentials/OS-EC2`;
    const made = await demo.post('identity', path, { tenant_id: demo.projectId });
    same('create', made);
    const access = textAt(made.body, 'credential.access');
    same('list', await demo.get('identity', path));
    same('show', await demo.get('identity', `${path}/${access}`));
    same('as credentials', await demo.get('identity', `/credentials?user_id=${demo.userId}`));
    const request = { verb: 'GET', host: 'h:8000', path: '/v1', body_hash: '', headers: {} };
    const params = {
      Action: 'X',
      Version: '1',
      SignatureVersion: '2',
      SignatureMethod: 'HmacSHA256',
      AWSAccessKeyId: access,
    };
    const signature = await sign(textAt(made.body, 'credential.secret'), 'GET\nh:8000\n/v1\n', params);
    const credentials = { ...request, access, params, signature };
    const token = await admin.post('identity', '/ec2tokens', { credentials });
    same('exchange', token, CATALOG);
    expect(dig(token.body, 'token.user.id')).toBe(demo.userId);
    const bare = await sign(textAt(made.body, 'credential.secret'), 'GET\nh\n/v1\n', params);
    expect(
      (await admin.post('identity', '/ec2tokens', { credentials: { ...credentials, signature: bare } })).status,
    ).toBe(200);
    same(
      'forged',
      await admin.post('identity', '/ec2tokens', { credentials: { ...credentials, signature: `x${signature}` } }),
    );
    same('changed', await admin.post('identity', '/ec2tokens', { credentials: { ...credentials, path: '/v2' } }));
    same(
      'unknown key',
      await admin.post('identity', '/ec2tokens', { credentials: { ...credentials, access: 'none' } }),
    );
    same('by anyone', await demo.post('identity', '/ec2tokens', { credentials }));
    expect((await demo.delete('identity', `${path}/${access}`)).status).toBe(204);
    same('gone', await demo.get('identity', `${path}/${access}`));
  });
});

contract('keystone: catalog', (test) => {
  test('a service with an endpoint enters the catalog and leaves it', async ({ world, same }) => {
    const admin = await world.as('admin');
    const type = world.unique('type');
    const service = await admin.post('identity', '/services', { service: { type, name: 'n', description: 'd' } });
    same('service', service);
    const service_id = textAt(service.body, 'service.id');
    const endpoint = { service_id, interface: 'public', region_id: world.region, url: 'http://x.test/%(project_id)s' };
    const made = await admin.post('identity', '/endpoints', { endpoint });
    same('endpoint', made);
    same('list services', await admin.get('identity', `/services?type=${type}`));
    same('list endpoints', await admin.get('identity', `/endpoints?service_id=${service_id}`));
    same('no interface', await admin.post('identity', '/endpoints', { endpoint: { service_id, url: 'http://x' } }));
    same('no region', await admin.post('identity', '/endpoints', { endpoint: { ...endpoint, region_id: 'none' } }));
    const found = listAt((await admin.get('identity', '/auth/catalog')).body, 'catalog').find(
      (one) => dig(one, 'type') === type,
    );
    expect(dig(found, 'endpoints.0.url')).toBe(`http://x.test/${admin.projectId}`);
    expect((await admin.delete('identity', `/endpoints/${textAt(made.body, 'endpoint.id')}`)).status).toBe(204);
    expect((await admin.delete('identity', `/services/${service_id}`)).status).toBe(204);
    same('regions', await admin.get('identity', '/regions'));
  });
});

const CATALOG = [/catalog|options/];

function password(id: string, secret: string): { methods: string[]; password: object } {
  return { methods: ['password'], password: { user: { id, password: secret } } };
}

async function anonymous(world: Stage['world'], body: object): ReturnType<Client['post']> {
  const {
    status,
    headers,
    body: bytes,
  } = await world.exchange(
    'POST',
    `${world.authUrl}/auth/tokens`,
    { 'content-type': 'application/json' },
    JSON.stringify(body),
  );
  const text = new TextDecoder().decode(bytes);
  return { status, headers, text, body: text.startsWith('{') ? JSON.parse(text) : null };
}

async function sign(secret: string, head: string, params: Record<string, string>): Promise<string> {
  const query = Object.keys(params)
    .sort()
    .map((key) => `${key}=${encodeURIComponent(params[key]!)}`)
    .join('&');
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', Buffer.from(secret), algorithm, false, ['sign']);
  return Buffer.from(await crypto.subtle.sign('HMAC', key, Buffer.from(head + query))).toString('base64');
}

describe('keystone of the sandbox', () => {
  it('lets tokens expire by the clock', async () => {
    const world = sandboxWorld();
    const demo = await world.as('demo');
    expect((await demo.get('identity', `/users/${demo.userId}`)).status).toBe(200);
    await world.sandbox.clock.sleep(4 * 3600 * 1000 + 1);
    expect((await demo.get('identity', `/users/${demo.userId}`)).status).toBe(401);
  });
});
