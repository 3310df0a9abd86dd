import { hot, type Case } from './case.ts';

/** References, dependencies, conditions on them. */
export const REFERENCES: Case[] = [
  hot(
    'get_resource',
    'resources:\n  a: {type: OS::Heat::None}\n  b: {type: OS::Heat::Value, properties: {value: {get_resource: a}}}\n',
  ),
  hot(
    'get_resource of nothing',
    'resources:\n  b: {type: OS::Heat::Value, properties: {value: [{get_resource: a}]}}\n',
  ),
  hot(
    'get_attr',
    'resources:\n  a: {type: OS::Heat::RandomString}\n  b: {type: OS::Heat::Value, properties: {value: {get_attr: [a, value]}}}\n',
  ),
  hot('get_attr of nothing', 'resources:\n  b: {type: OS::Heat::Value, properties: {value: {get_attr: [a, value]}}}\n'),
  hot(
    'unknown attribute',
    'resources:\n  a: {type: OS::Heat::RandomString}\n  b: {type: OS::Heat::Value, properties: {value: {get_attr: [a, valu]}}}\n',
  ),
  hot(
    'unknown attribute inside',
    'resources:\n  a: {type: OS::Heat::RandomString}\n  b: {type: OS::Heat::Value, properties: {value: {list_join: [",", [{get_attr: [a, valu]}]]}}}\n',
  ),
  hot(
    'show',
    'resources:\n  a: {type: OS::Heat::RandomString}\n  b: {type: OS::Heat::Value, properties: {value: {get_attr: [a, show]}}}\n',
  ),
  hot(
    'all attributes',
    'resources:\n  a: {type: OS::Heat::RandomString}\n  b: {type: OS::Heat::Value, properties: {value: {get_attr: [a]}}}\n',
  ),
  hot('get_attr too short', 'resources:\n  b: {type: OS::Heat::Value, properties: {value: {get_attr: []}}}\n'),
  hot('get_attr text', 'resources:\n  b: {type: OS::Heat::Value, properties: {value: {get_attr: abc}}}\n'),
  hot('output of nothing', 'outputs:\n  o: {value: {get_attr: [a, value]}}\n'),
  hot('output get_resource of nothing', 'outputs:\n  o: {value: {get_resource: a}}\n'),
  hot('output unknown parameter', 'outputs:\n  o: {value: {get_param: a}}\n'),
  hot('output bad arguments', 'outputs:\n  o: {value: {list_join: a}}\n'),
  hot('depends_on nothing', 'resources:\n  b: {type: OS::Heat::None, depends_on: a}\n'),
  hot(
    'cycle',
    'resources:\n  a: {type: OS::Heat::None, depends_on: b}\n  b: {type: OS::Heat::None, depends_on: [a]}\n',
  ),
  hot(
    'cycle by references',
    'resources:\n  a: {type: OS::Heat::Value, properties: {value: {get_attr: [b, value]}}}\n  b: {type: OS::Heat::Value, properties: {value: {get_attr: [a, value]}}}\n',
  ),
  hot('self', 'resources:\n  a: {type: OS::Heat::Value, properties: {value: {get_resource: a}}}\n'),
  hot(
    'get_attr untyped',
    'resources:\n  a: {type: OS::Heat::RandomString}\n  b: {type: OS::Heat::TestResource, properties: {wait_secs: {get_attr: [a, value]}}}\n',
  ),
  hot(
    'get_resource where a number is due',
    'resources:\n  a: {type: OS::Heat::None}\n  b: {type: OS::Heat::TestResource, properties: {wait_secs: {get_resource: a}}}\n',
  ),
  hot(
    'constraint on what is not known',
    'resources:\n  a: {type: OS::Heat::None}\n  b: {type: OS::Heat::Value, properties: {type: {get_resource: a}, value: x}}\n',
  ),
  hot(
    'condition false',
    'conditions: {no: false}\nresources:\n  a: {type: OS::Heat::None, condition: no}\n  b: {type: OS::Heat::None, depends_on: a}\n',
  ),
  hot(
    'reference to what a condition took',
    'conditions: {off: false}\nresources:\n  a: {type: OS::Heat::None, condition: off}\n  b: {type: OS::Heat::Value, properties: {value: {get_resource: a}}}\n',
  ),
  hot(
    'attribute of what a condition took',
    'conditions: {off: false}\nresources:\n  a: {type: OS::Heat::None, condition: off}\n  b: {type: OS::Heat::Value, properties: {value: {get_attr: [a, show]}}}\n',
  ),
  hot(
    'branch not taken',
    'conditions: {off: false}\nresources:\n  a: {type: OS::Heat::None, condition: off}\n  b: {type: OS::Heat::Value, properties: {value: {if: [off, {get_resource: a}, x]}}}\n',
  ),
];
