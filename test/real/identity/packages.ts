import { existsSync } from 'node:fs';

const KEYSTONE = [
  '/usr/bin/setpriv',
  '/usr/lib/python3/dist-packages/keystone',
  '/usr/bin/uwsgi',
  '/usr/lib/uwsgi/plugins/python3_plugin.so',
];
export const APACHE = '/usr/sbin/apache2';
export const APACHE_MODULES = '/usr/lib/apache2/modules';

/** True when a Keystone can be started from Debian's packages; says so loudly where it cannot. */
export function hasKeystone(): boolean {
  return has(KEYSTONE, 'python3-keystone, uwsgi-core or uwsgi-plugin-python3', 'the login plugins');
}

/** True when a web server for federation can be started from Debian's packages; says so loudly where it cannot. */
export function hasFederation(): boolean {
  const files = [APACHE, `${APACHE_MODULES}/mod_auth_openidc.so`];
  return has(files, 'apache2-bin or libapache2-mod-auth-openidc', 'the v3oidc* login plugins');
}

function has(files: readonly string[], packages: string, what: string): boolean {
  const there = files.every((file) => existsSync(file));
  if (!there) process.stderr.write(`!!! ${packages} is not installed: ${what} are NOT tried on a real Keystone !!!\n`);
  return there;
}
