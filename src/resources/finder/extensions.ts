/** Extensions of services, which types need and templates never name. */
import { isMap } from '../../expressions/values.ts';
import { listAt, textOf } from '../access.ts';
import type { Finder } from '../contract.ts';
import { ResourceError } from '../contract.ts';
import type { Kind } from './kind.ts';

const kind = (service: string): string => `${service} extension`;

/** By a name that no custom constraint has. */
export const EXTENSIONS: ReadonlyMap<string, Kind> = new Map(
  ['network', 'volumev3'].map((service) => [kind(service), extensionsOf(service)]),
);

function extensionsOf(service: string): Kind {
  const none = (alias: string): string => `Required extension ${alias} in ${service} service is not available.`;
  return {
    lookup: async (connection, aliases) => {
      const answer = await connection.service(service).get('/extensions');
      const listed = new Set(
        (isMap(answer) ? listAt(answer, 'extensions') : []).map((item) =>
          isMap(item) ? textOf(item, 'alias') : undefined,
        ),
      );
      return new Map(aliases.map((alias) => [alias, listed.has(alias) ? [alias] : []]));
    },
    none,
    several: none,
  };
}

/** Why a service lacks an extension; undefined where it has it. Rejects with CloudError where the service cannot be asked. */
export async function lackOfExtension(finder: Finder, service: string, alias: string): Promise<string | undefined> {
  try {
    await finder.id(kind(service), alias);
    return undefined;
  } catch (error) {
    if (error instanceof ResourceError) return error.message;
    throw error;
  }
}
