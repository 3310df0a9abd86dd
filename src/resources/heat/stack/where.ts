import { isMap, own, type Value, type ValueMap } from '../../../expressions/values.ts';
import { mapAt, textOf } from '../../access.ts';
import type { Context, Properties, RemoteContext } from '../../contract.ts';

/** Key in the resource's data: where its stack is, as it was last made or changed. */
const WHERE = 'where';

/** Key in the metadata of a resource: the registered cloud that it lives on. */
const CLOUD = 'isotherm:cloud';

/** The cloud that the properties name, or else the metadata; undefined: the stack's own. */
export function whereOf(properties: Properties, metadata: Value): RemoteContext | undefined {
  const context = mapAt(properties, 'context');
  const secretId = textOf(context, 'credential_secret_id');
  const region = textOf(context, 'region_name');
  const caCert = textOf(context, 'ca_cert');
  const insecure = own(context, 'insecure') === true;
  const cloud = secretId === undefined && isMap(metadata) ? textOf(metadata, CLOUD) : undefined;
  const said = secretId ?? cloud ?? region ?? caCert;
  if (said === undefined && !insecure) return undefined;
  return {
    ...(cloud === undefined ? {} : { cloud }),
    ...(secretId === undefined ? {} : { secretId }),
    ...(region === undefined ? {} : { region }),
    // As in Heat, a certificate is not looked at where none is to be verified.
    ...(insecure ? { insecure } : caCert === undefined ? {} : { caCert }),
  };
}

/** The entry of the data for a cloud. */
export const whereData = (where: RemoteContext | undefined): ValueMap => ({ [WHERE]: { ...where } });

/** The cloud that the data holds. */
export function rememberedWhere({ data }: Pick<Context, 'data'>): RemoteContext {
  const where = own(data, WHERE);
  return where !== undefined && isMap(where) ? (where as RemoteContext) : {};
}
