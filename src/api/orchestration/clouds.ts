import { isMap, own, type ValueMap } from '../../expressions/values.ts';
import type { CloudInput, CloudRegistry } from '../../orchestration/clouds/types.ts';
import { ApiFault, badRequest } from '../faults/fault.ts';
import { ok, param, requireBody } from '../http/call.ts';
import type { Route } from '../http/route.ts';
import { readBool } from '../http/scalars.ts';
import { readTemplateInput } from './input.ts';
import type { FetchUrl } from './parts.ts';
import { cloudBody, reportBody } from './views/cloud.ts';

const CLOUD = '/clouds/:cloud_name';

/** The clouds that a project has registered: an extension of Heat's API. */
export function cloudRoutes({ clouds, fetchUrl }: { clouds: CloudRegistry; fetchUrl: FetchUrl }): Route[] {
  return [
    {
      method: 'GET',
      path: '/clouds',
      rule: 'clouds:index',
      handle: async ({ who }) => ok({ clouds: (await clouds.list(who)).map(cloudBody) }),
    },
    {
      method: 'POST',
      path: '/clouds',
      rule: 'clouds:create',
      async handle(call) {
        const body = requireBody(call);
        const name = own(body, 'name');
        if (typeof name !== 'string') throw badRequest('name must be a text');
        return { status: 201, body: { cloud: cloudBody(await clouds.add(call.who, readCloud(body, name))) } };
      },
    },
    {
      method: 'GET',
      path: CLOUD,
      rule: 'clouds:show',
      handle: async (call) => ok({ cloud: cloudBody(await clouds.show(call.who, param(call, 'cloud_name'))) }),
    },
    {
      method: 'PUT',
      path: CLOUD,
      rule: 'clouds:update',
      async handle(call) {
        const input = readCloud(requireBody(call), param(call, 'cloud_name'));
        return ok({ cloud: cloudBody(await clouds.replace(call.who, input)) });
      },
    },
    {
      method: 'DELETE',
      path: CLOUD,
      rule: 'clouds:delete',
      async handle(call) {
        await clouds.remove(call.who, param(call, 'cloud_name'));
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: `${CLOUD}/check`,
      rule: 'clouds:check',
      async handle(call) {
        const hasTemplate = call.body !== undefined && (own(call.body, 'template') ?? own(call.body, 'template_url'));
        const template = hasTemplate ? await readTemplateInput(call.body!, fetchUrl) : undefined;
        return ok({ report: reportBody(await clouds.check(call.who, param(call, 'cloud_name'), template)) });
      },
    },
  ];
}

const KEYS = [
  'name',
  'auth_type',
  'auth',
  'credential_secret_id',
  'region_name',
  'interface',
  'ca_cert',
  'insecure',
] as const;

/** Reads the body of create and update. Throws HTTPBadRequest that names the key, never its value. */
function readCloud(body: ValueMap, name: string): CloudInput {
  const unknown = Object.keys(body).find((key) => !(KEYS as readonly string[]).includes(key));
  if (unknown !== undefined) throw badRequest(`${unknown} is not known: a cloud has ${KEYS.join(', ')}`);
  const auth = own(body, 'auth') ?? undefined;
  if (auth !== undefined && !isMap(auth)) throw badRequest('auth must be a map of the parameters of the login');
  const side = text(body, 'interface');
  if (side !== undefined && side !== 'public' && side !== 'internal' && side !== 'admin') {
    throw badRequest('interface can be public, internal or admin');
  }
  const [authType, secretId] = [text(body, 'auth_type'), text(body, 'credential_secret_id')];
  const [region, caCert] = [text(body, 'region_name'), text(body, 'ca_cert')];
  const insecure = own(body, 'insecure') ?? undefined;
  return {
    name,
    ...(authType === undefined ? {} : { authType }),
    ...(auth === undefined ? {} : { auth }),
    ...(secretId === undefined ? {} : { secretId }),
    ...(region === undefined ? {} : { region }),
    ...(side === undefined ? {} : { interface: side }),
    ...(caCert === undefined ? {} : { caCert }),
    ...(insecure === undefined
      ? {}
      : { insecure: readBool('insecure', insecure, (message) => new ApiFault('ValueError', message)) }),
  };
}

function text(body: ValueMap, key: string): string | undefined {
  const value = own(body, key) ?? undefined;
  if (value !== undefined && typeof value !== 'string') throw badRequest(`${key} must be a text`);
  return value === '' ? undefined : value;
}
