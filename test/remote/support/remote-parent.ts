import type { Value, ValueMap } from '../../../src/expressions/values.ts';

/** A template with a server that says what it was told. */
export const CHILD = `
heat_template_version: 2018-08-31
parameters:
  text: {type: string}
  flavor: {type: string, default: m1.tiny}
resources:
  network:
    type: OS::Neutron::Net
  subnet:
    type: OS::Neutron::Subnet
    properties: {network: {get_resource: network}, cidr: 10.9.0.0/24}
  server:
    type: OS::Nova::Server
    depends_on: subnet
    properties:
      flavor: {get_param: flavor}
      image: cirros
      networks: [{network: {get_resource: network}}]
      metadata: {text: {get_param: text}}
outputs:
  said: {value: {get_attr: [server, show, metadata, text]}}
`;

/** A template with a remote stack of {@link CHILD} for each name and context. */
export function parent(stacks: Record<string, ValueMap>, text: string, metadata: ValueMap = {}): Value {
  const resources = Object.entries(stacks).map(([name, context]) => [
    name,
    { type: 'OS::Heat::Stack', metadata, properties: { context, template: CHILD, parameters: { text } } },
  ]);
  const outputs = Object.keys(stacks).map((name) => [name, { value: { get_attr: [name, 'outputs', 'said'] } }]);
  return {
    heat_template_version: '2018-08-31',
    resources: Object.fromEntries(resources) as ValueMap,
    outputs: Object.fromEntries(outputs) as ValueMap,
  };
}
