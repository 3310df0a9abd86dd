import { compileRegex, RegexBudgetError, RegexSyntaxError } from '../../expressions/python/regex.ts';
import type { Requester } from '../../orchestration/types.ts';
import type { ResourceType } from '../../resources/contract.ts';
import { resourceTypeView } from '../../resources/schema-view.ts';
import { generateTemplate } from '../../template/index.ts';
import { ApiFault, badRequest } from '../faults/fault.ts';
import { ok, param, type Call } from '../http/call.ts';
import type { Query } from '../http/query.ts';
import type { Route } from '../http/route.ts';
import { GENERATED_NAMES } from './generated-names.ts';
import type { Parts, TypeCatalog } from './parts.ts';

const STATUSES = ['UNKNOWN', 'SUPPORTED', 'DEPRECATED', 'UNSUPPORTED', 'HIDDEN'];

/** The resource types: those that exist, may be used by the caller and have their service in the caller's cloud. */
export function resourceTypeRoutes({ types }: Parts): Route[] {
  return [
    {
      method: 'GET',
      path: '/resource_types',
      rule: 'stacks:list_resource_types',
      async handle({ who, query }) {
        const withDescription = query.bool('with_description') ?? false;
        const found = await available(types.list().filter(typeFilter(query, who)), who);
        found.sort((a, b) => (a.type < b.type ? -1 : 1));
        return ok({
          resource_types: found.map(({ type, description }) =>
            withDescription ? { resource_type: type, description: description ?? '' } : type,
          ),
        });
      },
    },
    {
      method: 'GET',
      path: '/resource_types/:type_name',
      rule: 'stacks:resource_schema',
      async handle(call) {
        const withDescription = call.query.bool('with_description') ?? false;
        const type = visibleType(types, call);
        await requireService(type, call.who);
        return ok(resourceTypeView(type, { withDescription }));
      },
    },
    {
      method: 'GET',
      path: '/resource_types/:type_name/template',
      rule: 'stacks:generate_template',
      handle(call) {
        const language = readLanguage(call.query);
        const type = visibleType(types, call);
        const name = GENERATED_NAMES.get(type.type);
        return ok(generateTemplate(name === undefined ? type : { ...type, name }, language));
      },
    },
  ];
}

/** What the query asks for; patterns are Python's and match from the start. A broken one matches nothing, as in Heat. */
function typeFilter(query: Query, who: Requester): (type: ResourceType) => boolean {
  const status = query.text('support_status');
  const version = query.text('version');
  if (status !== undefined && !STATUSES.includes(status)) {
    const known = STATUSES.map((word) => `'${word}'`).join(', ');
    throw new ApiFault(
      'Invalid',
      `Data supplied was not valid: Invalid support status and should be one of (${known})`,
    );
  }
  const named = nameFilter(query.text('name'));
  return ({ type, supportStatus }) =>
    supportStatus.status !== 'HIDDEN' &&
    (status === undefined || supportStatus.status === status) &&
    (version === undefined || supportStatus.version === version) &&
    named(type) &&
    who.mayUseType(type);
}

function nameFilter(pattern: string | undefined): (name: string) => boolean {
  if (pattern === undefined) return () => true;
  const budget = { steps: 1_000_000 };
  try {
    const regex = compileRegex(pattern);
    return (name) => {
      try {
        return regex.match(name, budget) !== null;
      } catch (error) {
        if (error instanceof RegexBudgetError) throw badRequest(`The pattern ${pattern} takes too long to match.`);
        throw error;
      }
    };
  } catch (error) {
    if (error instanceof RegexSyntaxError) return () => false;
    throw error;
  }
}

async function available(types: readonly ResourceType[], who: Requester): Promise<ResourceType[]> {
  const services = [...new Set(types.flatMap(({ service }) => service ?? []))];
  const there = new Set<string>();
  await Promise.all(services.map(async (service) => (await who.connection.has(service)) && there.add(service)));
  return types.filter(({ service }) => service === undefined || there.has(service));
}

function visibleType(types: TypeCatalog, call: Call): ResourceType {
  const name = param(call, 'type_name');
  if (!call.who.mayUseType(name)) throw new ApiFault('Forbidden', `You are not authorized to use ${name}.`);
  const type = types.get(name);
  if (type === undefined) throw new ApiFault('EntityNotFound', `The Resource Type (${name}) could not be found.`);
  if (type.supportStatus.status === 'HIDDEN') throw new ApiFault('NotSupported', `${name} is not supported.`);
  return type;
}

async function requireService({ type, service }: ResourceType, who: Requester): Promise<void> {
  if (service === undefined || (await who.connection.has(service))) return;
  throw new ApiFault(
    'ResourceTypeUnavailable',
    `HEAT-E99001 Service ${service} is not available for resource type ${type}, reason: Service endpoint not in service catalog.`,
  );
}

function readLanguage(query: Query): 'hot' | 'cfn' {
  const given = query.text('template_type') ?? 'cfn';
  const language = given.toLowerCase();
  if (language === 'hot' || language === 'cfn') return language;
  throw badRequest(`Template type is not supported: Invalid template type "${given}", valid types are: cfn, hot.`);
}
