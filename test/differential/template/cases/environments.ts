import { hot, type Case } from './case.ts';

const VALUE_TEMPLATE =
  'parameters: {p: {type: string, default: d}, j: {type: json, default: {}}}\nresources: {r: {type: My::Value, properties: {value: [{get_param: p}, {get_param: j}]}}}\n';

/** Environments and their registries. */
export const ENVIRONMENTS: Case[] = [
  hot('registry: alias', VALUE_TEMPLATE, {
    environment: { resource_registry: { 'My::Value': 'OS::Heat::Value' }, parameter_defaults: { p: 'e', zz: 1 } },
  }),
  hot('registry: wildcard', VALUE_TEMPLATE, {
    environment: { resource_registry: { 'My::*': 'OS::Heat::*' }, parameters: { p: 'f' } },
  }),
  hot('registry: many to one', VALUE_TEMPLATE, { environment: { resource_registry: { 'My::*': 'OS::Heat::None' } } }),
  hot('registry: for one resource', VALUE_TEMPLATE, {
    environment: { resource_registry: { resources: { r: { 'My::Value': 'OS::Heat::Value' } } } },
  }),
  hot('registry: removed', VALUE_TEMPLATE, {
    environment: { resource_registry: { 'My::Value': 'OS::Heat::Value', 'My::*': null } },
  }),
  hot('registry: alias to nothing', VALUE_TEMPLATE, {
    environment: { resource_registry: { 'My::Value': 'OS::Heat::Nope' } },
  }),
  hot('registry: alias of itself', VALUE_TEMPLATE, {
    environment: { resource_registry: { 'My::Value': 'My::Value' } },
  }),
  hot('wrong section', 'resources: {}\n', { environment: { parametrs: {} } }),
  hot('empty section', 'resources: {}\n', { environment: { parameters: null } }),
  hot('bad hook', 'resources: {}\n', {
    environment: { resource_registry: { resources: { a: { hooks: 'pre-crate' } } } },
  }),
  hot('hook', 'resources: {}\n', {
    environment: {
      resource_registry: {
        resources: { 'a*': { hooks: ['pre-create', 'post-delete'], restricted_actions: 'replace' } },
      },
    },
  }),
  hot('bad restricted action', 'resources: {}\n', {
    environment: { resource_registry: { resources: { a: { restricted_actions: ['delete'] } } } },
  }),
  hot('unknown parameter', 'resources: {}\n', { environment: { parameters: { x: 1 } } }),
];
