import type { Clouds } from '../../clouds/connect.ts';
import { validateToken, type TokenInfo } from '../../clouds/services/keystone.ts';
import type { Cloud, Connection } from '../../clouds/types.ts';
import type { TokenIdentity, TokenValidator, UserConnections } from './identity.ts';

/** Checks tokens with a Keystone, asked by the service's own user. */
export function keystoneValidator(service: Connection): TokenValidator {
  return {
    async validate(token) {
      const info = await validateToken(service, token);
      return info && identityOf(info);
    },
  };
}

/** Reaches the home cloud with the callers' own tokens. */
export function tokenConnections(clouds: Clouds, home: Cloud): UserConnections {
  return {
    connect: (token, { projectId }) =>
      clouds.connect(home, {
        authType: 'token',
        auth: { token: token.reveal(), ...(projectId === null ? {} : { project_id: projectId }) },
      }),
  };
}

function identityOf(info: TokenInfo): TokenIdentity {
  return {
    userId: info.user.id,
    username: info.user.name,
    userDomainId: info.user.domain.id,
    projectId: info.project?.id ?? null,
    projectDomainId: info.project?.domain.id ?? null,
    domainId: info.domain?.id ?? null,
    systemScope: info.system ? 'all' : null,
    roles: info.roles.map((role) => role.name),
    isAdminProject: info.isAdminProject,
    expiresAt: info.expiresAt,
  };
}
