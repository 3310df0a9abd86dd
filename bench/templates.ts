import type { Bundle } from '../src/cli/client/template-files.ts';
import type { ValueMap } from '../src/expressions/values.ts';

const VERSION = '2016-10-14';
const NESTED_FILE = 'nested.yaml';

function bundle(resources: ValueMap, files: Record<string, string> = {}): Bundle {
  return { template: { heat_template_version: VERSION, resources }, files };
}

function named(count: number, resource: (index: number) => ValueMap): ValueMap {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`r${index}`, resource(index)]));
}

/** Resources that do nothing and need nothing of each other. */
export function independent(count: number): Bundle {
  return bundle(named(count, (index) => ({ type: 'OS::Heat::TestResource', properties: { value: `v${index}` } })));
}

/** Resources of which each reads an attribute of the one before. */
export function chain(count: number): Bundle {
  const value = (index: number): ValueMap | string =>
    index === 0 ? 'start' : { get_attr: [`r${index - 1}`, 'output'] };
  return bundle(named(count, (index) => ({ type: 'OS::Heat::TestResource', properties: { value: value(index) } })));
}

/** Nested stacks of so many resources each. */
export function nested(stacks: number, resources: number): Bundle {
  const inner = JSON.stringify(independent(resources).template);
  return bundle(
    named(stacks, () => ({ type: NESTED_FILE })),
    { [NESTED_FILE]: inner },
  );
}
