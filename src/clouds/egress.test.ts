import { describe, expect, it } from 'vitest';
import { Egress, identityOf, type EgressRules } from './egress.ts';
import { TransportError } from './errors.ts';
import { VirtualClock } from './testing/virtual-clock.ts';

function guard(
  rules: EgressRules = {},
  hosts: Record<string, string[]> = {},
): { egress: Egress; asked: string[]; clock: VirtualClock } {
  const asked: string[] = [];
  const clock = new VirtualClock();
  const resolve = (host: string): Promise<string[]> => {
    asked.push(host);
    return hosts[host] === undefined ? Promise.reject(new Error('ENOTFOUND')) : Promise.resolve(hosts[host]);
  };
  return { egress: new Egress(rules, resolve, clock), asked, clock };
}

async function verdict(egress: { check(url: string): Promise<void> }, url: string): Promise<string> {
  return egress.check(url).then(
    () => 'allowed',
    (error: unknown) => (error instanceof TransportError ? error.failure : String(error)),
  );
}

describe('the egress guard', () => {
  it.each([
    'http://127.0.0.1/',
    'http://127.8.9.1:5000/v3',
    'http://0.0.0.0/',
    'http://0/',
    'http://[::1]/',
    'http://[::]/',
    'http://169.254.169.254/latest/meta-data',
    'http://[fe80::1]/',
    'http://[febf::1]/',
    'http://[fec0::1]/',
    'http://[ff02::1]/',
    'http://224.0.0.1/',
    'http://255.255.255.255/',
    'http://240.0.0.1/',
    'http://100.100.100.200/',
    'http://168.63.129.16/',
    'http://192.0.0.192/',
    'http://[fd00:ec2::254]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[64:ff9b::169.254.169.254]/',
    'http://[2002:7f00:1::]/',
    'http://0x7f000001/',
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://127.0.0.1./',
    'http://0x7f.1/',
    'http://１２７.0.0.1/',
    'http://①②⑦.0.0.1/',
    'http://localhost/',
    'http://localhost./',
    'http://loopback.example/',
    'http://half.example/',
    'http://user@cloud.example/',
    'http://user:secret@cloud.example/',
    'http://cloud.example@127.0.0.1/',
    'http://cloud.example\\@127.0.0.1/',
    'http:/\\cloud.example/',
    'http:cloud.example/',
    'http://cloud.example/\n',
    'http://cl\toud.example/',
    'file:///etc/passwd',
    'gopher://cloud.example/',
    'ftp://cloud.example/',
    'data:text/plain,x',
    'unix:/var/run/docker.sock',
    '//cloud.example/',
    'cloud.example',
    '',
  ])('refuses %s', async (url) => {
    const hosts = {
      localhost: ['127.0.0.1', '::1'],
      'localhost.': ['127.0.0.1'],
      'loopback.example': ['127.0.0.1'],
      'half.example': ['203.0.113.1', '169.254.169.254'],
      'cloud.example': ['203.0.113.1'],
    };
    expect(await verdict(guard({}, hosts).egress, url)).toBe('refused');
  });

  it.each([
    'http://203.0.113.1:5000/v3',
    'https://cloud.example/',
    'HTTPS://Cloud.Example:443/identity',
    'http://10.1.2.3/',
    'http://[2001:db8::1]:5000/',
  ])('lets %s pass', async (url) => {
    expect(await verdict(guard({}, { 'cloud.example': ['203.0.113.1'] }).egress, url)).toBe('allowed');
  });

  it('refuses private addresses when told to', async () => {
    const { egress } = guard({ denyPrivate: true }, { 'cloud.example': ['192.168.1.1'] });
    for (const url of [
      'http://10.1.2.3/',
      'http://172.31.0.1/',
      'http://cloud.example/',
      'http://100.64.0.1/',
      'http://[fc00::1]/',
      'http://[::ffff:10.0.0.1]/',
    ]) {
      expect(await verdict(egress, url)).toBe('refused');
    }
  });

  it('obeys what the operator allows', async () => {
    const { egress } = guard(
      { allow: ['127.0.0.0/8'], allowHosts: ['inner.example'] },
      { 'inner.example': ['::1'], 'other.example': ['::1'] },
    );
    expect(await verdict(egress, 'http://127.0.0.1:5000')).toBe('allowed');
    expect(await verdict(egress, 'http://[::ffff:127.0.0.1]:5000')).toBe('allowed');
    expect(await verdict(egress, 'http://inner.example')).toBe('allowed');
    expect(await verdict(egress, 'http://other.example')).toBe('refused');
    expect(await verdict(egress, 'http://169.254.169.254')).toBe('refused');
  });

  it('lets the operator’s own clouds be anywhere, but nothing else there', async () => {
    const { egress } = guard({ trustedClouds: ['http://127.0.0.1:5000/v3'] });
    expect(await verdict(egress.forCloud('http://127.0.0.1:5000'), 'http://127.0.0.1:8774/v2.1')).toBe('allowed');
    expect(await verdict(egress.forCloud('http://127.0.0.1:5000/'), 'file:///etc/passwd')).toBe('refused');
    expect(await verdict(egress.forCloud('http://127.0.0.1:8774'), 'http://127.0.0.1:8774')).toBe('refused');
    expect(await verdict(egress.forCloud('http://127.0.0.1:5000/public/v3'), 'http://127.0.0.1:5000')).toBe('refused');
  });

  it('connects to the addresses it has checked, whatever the DNS says later', async () => {
    const hosts: Record<string, string[]> = { 'rebind.example': ['203.0.113.1'] };
    const { egress, asked, clock } = guard({}, hosts);
    await egress.check('http://rebind.example/');
    hosts['rebind.example'] = ['127.0.0.1'];
    expect(await egress.addresses('rebind.example')).toEqual(['203.0.113.1']);
    expect(asked).toEqual(['rebind.example']);
    await clock.pass(61_000);
    expect(await verdict(egress, 'http://rebind.example/')).toBe('refused');
    await expect(egress.addresses('rebind.example')).rejects.toThrow(TransportError);
  });

  it('says that a host is unknown, and asks again the next time', async () => {
    const { egress, asked } = guard();
    expect(await verdict(egress, 'http://nowhere.example/')).toBe('unreachable');
    expect(await verdict(egress, 'http://nowhere.example/')).toBe('unreachable');
    expect(asked).toHaveLength(2);
  });

  it('refuses with the same words whatever the port', async () => {
    const { egress } = guard();
    const words = await Promise.all(
      [22, 5000, 65_535].map((port) =>
        egress.check(`http://127.0.0.1:${port}/`).catch((error: Error) => error.message),
      ),
    );
    expect(new Set(words).size).toBe(1);
  });

  it('refuses rules that it cannot read', () => {
    for (const rule of ['10.0.0.0/33', '10.0.0/8', 'x', '::/129', '1.2.3.4/x', '']) {
      expect(() => guard({ allow: [rule] })).toThrow(RangeError);
    }
  });
});

describe('identityOf', () => {
  it.each([
    ['http://k:5000', 'http://k:5000'],
    ['http://k:5000/', 'http://k:5000'],
    ['http://K:5000/v3/', 'http://k:5000'],
    ['https://k/identity/v3', 'https://k/identity'],
    ['https://k:443/identity/v2.0', 'https://k/identity'],
  ])('%s is %s', (url, identity) => {
    expect(identityOf(url)).toBe(identity);
  });
});
