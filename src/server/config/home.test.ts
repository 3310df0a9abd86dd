import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readHome } from './home.ts';

const AUTH = { username: 'isotherm', project_name: 'service' };
const HOME = { name: 'home', auth_url: 'http://keystone:5000/v3', auth: AUTH };
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isotherm-home-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('readHome', () => {
  it('takes the password from a file or a variable', async () => {
    const file = join(folder, 'password');
    writeFileSync(file, 'pass word\n');
    const fromFile = await readHome({ ...HOME, password_file: file }, {});
    expect(fromFile.credential).toEqual({ authType: 'password', auth: { ...AUTH, password: 'pass word' } });
    const fromEnv = await readHome({ ...HOME, password_env: 'PW' }, { PW: 'x' });
    expect(fromEnv.credential.auth['password']).toBe('x');
    await expect(readHome({ ...HOME, password_env: 'PW' }, {})).rejects.toThrow(
      'the environment variable PW is not set',
    );
  });

  it('takes the rest from an entry of a clouds.yaml, and reads its CA', async () => {
    const [file, pem] = [join(folder, 'clouds.yaml'), join(folder, 'ca.pem')];
    writeFileSync(pem, '-----BEGIN CERTIFICATE-----\n');
    const auth = '{auth_url: "https://k/v3", username: u, password: p, project_name: s}';
    writeFileSync(file, `clouds: {svc: {auth: ${auth}, region_name: R1, cacert: ${pem}}}`);
    const home = await readHome({ name: 'main', cloud: 'svc', clouds_yaml: file }, {});
    expect(home.cloud).toMatchObject({ name: 'main', authUrl: 'https://k/v3', region: 'R1' });
    expect(home.cloud.caCert).toContain('BEGIN CERTIFICATE');
    await expect(readHome({ name: 'main', cloud: 'none', clouds_yaml: file }, {})).rejects.toThrow(
      /has no cloud 'none'/,
    );
  });

  it('refuses a login that stacks could not be acted for with, or that is not whole', async () => {
    await expect(readHome({ ...HOME, auth_type: 'v3token' }, {})).rejects.toThrow(/must log in with a password/);
    await expect(readHome(HOME, {})).rejects.toThrow(/home\.auth: missing password/);
    await expect(readHome({ name: 'home', auth: AUTH }, {})).rejects.toThrow(/home\.auth_url/);
  });
});
