import { join } from 'node:path';
import { APACHE_MODULES } from './packages.ts';

/** keystone.conf of a private Keystone whose files are all in one folder. */
export function keystoneConf(folder: string): string {
  return `[DEFAULT]
log_file = ${join(folder, 'keystone.log')}
[database]
connection = sqlite:///${join(folder, 'keystone.db')}
[auth]
methods = password,token,application_credential,totp,mapped,openid
[federation]
remote_id_attribute = HTTP_OIDC_ISS
[token]
expiration = 3600
[fernet_tokens]
key_repository = ${join(folder, 'fernet')}
[fernet_receipts]
key_repository = ${join(folder, 'receipts')}
[credential]
key_repository = ${join(folder, 'credential')}
[identity]
password_hash_rounds = 4
[cache]
enabled = true
backend = dogpile.cache.memory_pickle
`;
}

const MODULES = ['mpm_event', 'authn_core', 'authz_core', 'authz_user', 'proxy', 'proxy_uwsgi', 'auth_openidc'];

/**
 * httpd.conf of the web server before Keystone: it lets bearers of tokens that a provider has signed in to the federated logins
 * and tells Keystone the claims, as Keystone's guide to OpenID Connect has it
 * (docs.openstack.org/keystone, "Configuring Keystone for Federation").
 */
export function httpdConf(folder: string, port: number, issuer: string): string {
  const modules = MODULES.map((name) => `LoadModule ${name}_module ${APACHE_MODULES}/mod_${name}.so`);
  return `ServerRoot ${folder}
DefaultRuntimeDir ${folder}
PidFile ${join(folder, 'httpd.pid')}
ErrorLog ${join(folder, 'httpd.log')}
ServerName 127.0.0.1
Listen 127.0.0.1:${port}
${modules.join('\n')}
User www-data
Group www-data
StartServers 1
ServerLimit 1
ThreadsPerChild 16
MaxRequestWorkers 16
OIDCOAuthVerifyJwksUri ${issuer}/jwks
OIDCCABundlePath ${join(folder, 'ca.pem')}
OIDCClaimPrefix OIDC-
OIDCCryptoPassphrase a-passphrase-for-tests
ProxyPass / unix:${join(folder, 'keystone.sock')}|uwsgi://keystone/
<LocationMatch "^/v3/OS-FEDERATION/identity_providers/[^/]+/protocols/[^/]+/auth$">
AuthType oauth20
Require valid-user
</LocationMatch>
# What is often meant to be the same, but lets browsers in only.
OIDCProviderIssuer ${issuer}
OIDCProviderAuthorizationEndpoint ${issuer}/authorize
OIDCProviderTokenEndpoint ${issuer}/token
OIDCProviderJwksUri ${issuer}/jwks
OIDCClientID isotherm
OIDCClientSecret client-secret
OIDCRedirectURI http://127.0.0.1:${port}/v3/redirect
<LocationMatch "^/v3/OS-FEDERATION/identity_providers/browser/">
AuthType openid-connect
</LocationMatch>
`;
}
