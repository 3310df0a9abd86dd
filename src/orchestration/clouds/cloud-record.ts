import type { Secret } from '../../clouds/secret.ts';
import { parseCredentialSecret, type CloudAccess } from '../../clouds/credential-secret.ts';
import type { Cloud } from '../../clouds/types.ts';
import { own, type ValueMap } from '../../expressions/values.ts';
import type { CloudRecord } from '../../storage/types.ts';

/** A cloud without its credential, as it is stored. */
export function placeOf({ authUrl, region, interface: side, caCert, insecure }: Cloud, authType: string): ValueMap {
  return {
    auth_url: authUrl,
    auth_type: authType,
    ...(region === undefined ? {} : { region_name: region }),
    ...(side === undefined ? {} : { interface: side }),
    ...(caCert === undefined ? {} : { ca_cert: caCert }),
    ...(insecure === true ? { insecure } : {}),
  };
}

/** The place of a stored cloud. */
export function cloudOf({ name, place }: Pick<CloudRecord, 'name' | 'place'>): Omit<Cloud, 'authUrl'> {
  const text = (key: string): string | undefined => {
    const value = own(place, key);
    return typeof value === 'string' ? value : undefined;
  };
  const [region, side, caCert] = [text('region_name'), text('interface'), text('ca_cert')];
  return {
    name,
    ...(region === undefined ? {} : { region }),
    ...(side === 'public' || side === 'internal' || side === 'admin' ? { interface: side } : {}),
    ...(caCert === undefined ? {} : { caCert }),
    ...(own(place, 'insecure') === true ? { insecure: true } : {}),
  };
}

/** How to log in to a stored cloud, from the text of its credential. Throws CloudError `BadCredential`. */
export function accessOf(record: Pick<CloudRecord, 'name' | 'place'>, credential: Secret): CloudAccess {
  return parseCredentialSecret(credential, cloudOf(record));
}

/** What a sealed credential is bound to. */
export const cloudSealContext = ({ id, projectId }: Pick<CloudRecord, 'id' | 'projectId'>): string =>
  `cloud/${projectId}/${id}`;
