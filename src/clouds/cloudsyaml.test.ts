import { describe, expect, it } from 'vitest';
import { cloudNames, cloudsYamlPaths, readCloudsYaml, readOpenrc } from './cloudsyaml.ts';
import { loginOf } from './login/index.ts';

const YAML = `
clouds:
  east:
    auth: {auth_url: "http://k:5000/v3", username: demo, password: 12345, project_name: demo, user_domain_id: default, project_domain_id: default}
    region_name: RegionOne
    identity_api_version: 3
  west:
    auth_type: v3applicationcredential
    auth:
      auth_url: https://west:5000
      application_credential_id: a1
      application_credential_secret: s
    cacert: /etc/west.pem
    interface: internalURL
    regions: [one, two]
  loose: {auth: {auth_url: "https://l", username: u, password: p}, user_domain_name: D, verify: false, cacert: /etc/none.pem}
  vendor: {profile: rackspace}
  odd: {auth: {auth_url: "https://o"}, interface: sideways}
  empty: {}
`;
const read = (file: string): Promise<string> =>
  file === '/etc/west.pem' ? Promise.resolve('PEM') : Promise.reject(new Error('ENOENT'));

describe('clouds.yaml', () => {
  it('gives clouds and credentials that can be used', async () => {
    const { cloud, credential } = await readCloudsYaml('east', YAML, read);
    expect(cloud).toEqual({ name: 'east', authUrl: 'http://k:5000/v3', region: 'RegionOne', interface: 'public' });
    expect(credential.authType).toBe('password');
    expect(() => loginOf(cloud, credential)).not.toThrow();
  });

  it('reads trust, interface and regions', async () => {
    expect((await readCloudsYaml('west', YAML, read)).cloud).toEqual({
      name: 'west',
      authUrl: 'https://west:5000',
      caCert: 'PEM',
      region: 'one',
      interface: 'internal',
    });
    const loose = await readCloudsYaml('loose', YAML, read);
    expect(loose.cloud).toEqual({ name: 'loose', authUrl: 'https://l', insecure: true, interface: 'public' });
    expect(loose.credential.auth).toMatchObject({ user_domain_name: 'D' });
  });

  it('lays secure.yaml over it', async () => {
    const secure = 'clouds: {east: {auth: {password: other}}}';
    expect((await readCloudsYaml('east', YAML, read, secure)).credential.auth).toMatchObject({
      username: 'demo',
      password: 'other',
    });
  });

  it.each([
    ['nowhere', YAML, "has no cloud 'nowhere': it has east, west"],
    ['vendor', YAML, 'vendor profile'],
    ['odd', YAML, 'public, internal or admin, not sideways'],
    ['empty', YAML, 'no auth_url'],
    ['east', 'clouds:\n  a: [}', 'not YAML: see line 2'],
    ['east', 'a: 1', "no 'clouds'"],
    ['east', '', "no 'clouds'"],
    ['__proto__', YAML, "has no cloud '__proto__'"],
    ['x', 'clouds: {x: {auth: {auth_url: "https://x"}, cacert: /etc/none.pem}}', 'cacert /etc/none.pem'],
  ])('refuses %s', async (name, text, message) => {
    await expect(readCloudsYaml(name, text, read)).rejects.toMatchObject({ code: 'BadCredential' });
    await expect(readCloudsYaml(name, text, read)).rejects.toThrow(message);
  });

  it('is found where openstacksdk finds it', () => {
    expect(cloudNames(YAML)).toContain('west');
    expect(cloudsYamlPaths({ HOME: '/home/u', OS_CLIENT_CONFIG_FILE: '/x.yaml' }, '/here')).toEqual([
      '/x.yaml',
      '/here/clouds.yaml',
      '/home/u/.config/openstack/clouds.yaml',
      '/etc/openstack/clouds.yaml',
    ]);
  });
});

describe('openrc', () => {
  it('is read from the environment', async () => {
    const env = {
      OS_AUTH_URL: 'https://k/v3',
      OS_USERNAME: 'demo',
      OS_PASSWORD: 's',
      OS_PROJECT_NAME: 'demo',
      OS_USER_DOMAIN_NAME: 'Default',
      OS_PROJECT_DOMAIN_NAME: 'Default',
      OS_REGION_NAME: 'one',
      OS_INTERFACE: 'public',
      OS_IDENTITY_API_VERSION: '3',
      OS_CACERT: '/etc/west.pem',
      PATH: '/bin',
    };
    const { cloud, credential } = await readOpenrc('env', env, read);
    expect(cloud).toEqual({ name: 'env', authUrl: 'https://k/v3', region: 'one', interface: 'public', caCert: 'PEM' });
    expect(() => loginOf(cloud, credential)).not.toThrow();
    await expect(readOpenrc('env', {}, read)).rejects.toMatchObject({ code: 'BadCredential' });
  });
});
