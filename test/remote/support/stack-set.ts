import type { Value, ValueMap } from '../../../src/expressions/values.ts';

const CHILD = `
heat_template_version: 2018-08-31
parameters:
  where: {type: string}
resources:
  network: {type: OS::Neutron::Net, properties: {name: {get_param: where}}}
  subnet: {type: OS::Neutron::Subnet, properties: {network: {get_resource: network}, cidr: 10.9.0.0/24}}
  server:
    type: OS::Nova::Server
    depends_on: subnet
    properties: {flavor: m1.tiny, image: cirros, networks: [{network: {get_resource: network}}]}
outputs:
  name: {value: {get_attr: [network, name]}}
`;

/** A stack set of a template with a server. */
export function setOf(clouds: ValueMap[], more: ValueMap = {}): Value {
  return {
    heat_template_version: '2018-08-31',
    resources: {
      set: {
        type: 'Isotherm::StackSet',
        properties: { template: CHILD, parameters: { where: 'everywhere' }, clouds, ...more },
      },
    },
    outputs: {
      status: { value: { get_attr: ['set', 'status'] } },
      outputs: { value: { get_attr: ['set', 'outputs'] } },
    },
  };
}
