/**
 * Makes stacks on a real Heat and here, and compares what both say an update would do to them. `ISOTHERM_REAL_CLOUDS` names a
 * clouds.yaml with `east-demo` and `east-admin`.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withCloud } from '../../src/cli/client/connect.ts';
import { mapAt, textAt } from '../../src/cli/client/read.ts';
import { isMap, own, type Value, type ValueMap } from '../../src/expressions/values.ts';
import { cloudEntry } from '../../src/server/config/home.ts';
import { heatSide, isothermSide, type Ask } from './heat-templates/sides.ts';

const CLOUDS = process.env['ISOTHERM_REAL_CLOUDS'];
if (CLOUDS === undefined)
  process.stderr.write(
    '!!! ISOTHERM_REAL_CLOUDS is not set: previews of updates are NOT compared with a real Heat !!!\n',
  );

const text = (properties: ValueMap = {}): ValueMap => ({ type: 'OS::Heat::RandomString', properties });
const value = (of: Value): ValueMap => ({ type: 'OS::Heat::Value', properties: { value: of } });
const group = (count: number, member: ValueMap): ValueMap => ({
  type: 'OS::Heat::ResourceGroup',
  properties: { count, resource_def: member },
});

const CASES: readonly (readonly [name: string, before: ValueMap, after: ValueMap])[] = [
  ['nothing differs', { a: value(1), b: text() }, { a: value(1), b: text() }],
  ['one is changed', { a: value(1), b: value(2) }, { a: value(3), b: value(2) }],
  ['one can only be replaced', { a: text({ length: 8 }), b: text() }, { a: text({ length: 9 }), b: text() }],
  ['one goes and one comes', { a: value(1), b: value(2) }, { b: value(2), c: text() }],
  ['one becomes of another type', { a: value(1), b: value(2) }, { a: text(), b: value(2) }],
  ['metadata alone differ', { a: { ...value(1), metadata: { x: 1 } } }, { a: { ...value(1), metadata: { x: 2 } } }],
  ['a group grows', { g: group(1, text()), b: value(1) }, { g: group(2, text()), b: value(1) }],
  ['the deletion policy alone differs', { a: text() }, { a: { ...text(), deletion_policy: 'Retain' } }],
];

const template = (resources: ValueMap): ValueMap => ({ heat_template_version: '2018-08-31', resources });
const SECTIONS = ['unchanged', 'updated', 'replaced', 'added', 'deleted'];

/** Names of resources by what would become of them. */
async function changes(ask: Ask, before: ValueMap, after: ValueMap): Promise<Record<string, string[]>> {
  const name = `isotherm-update-${randomBytes(4).toString('hex')}`;
  const made = await ask('/stacks', { stack_name: name, template: template(before), timeout_mins: 5 });
  const path = `/stacks/${name}/${textAt(mapAt(made.body, 'stack'), 'id')}`;
  try {
    for (;;) {
      const state = textAt(mapAt((await ask(path, undefined, 'GET')).body, 'stack'), 'stack_status');
      if (state === 'CREATE_COMPLETE') break;
      if (state !== 'CREATE_IN_PROGRESS') throw new Error(`The stack is ${state}`);
      await sleep(500);
    }
    const { body } = await ask(`${path}/preview`, { template: template(after) }, 'PUT');
    const found = mapAt(body, 'resource_changes');
    return Object.fromEntries(SECTIONS.map((section) => [section, namesIn(own(found, section) ?? null)]));
  } finally {
    await ask(path, undefined, 'DELETE');
  }
}

function namesIn(list: Value): string[] {
  return (Array.isArray(list) ? list : [])
    .map((item) => (isMap(item) ? String(own(item, 'resource_name')) : ''))
    .toSorted();
}

describe.skipIf(CLOUDS === undefined)('a preview of an update', () => {
  let here: Awaited<ReturnType<typeof isothermSide>>;
  beforeAll(async () => {
    here = await isothermSide(await cloudEntry('east-admin', CLOUDS!, {}));
    await here.start();
  });
  afterAll(async () => here?.stop());

  it.each(CASES)('says what Heat says where %s', async (_name, before, after) => {
    await withCloud(await cloudEntry('east-demo', CLOUDS!, {}), async (user) => {
      const [theirs, ours] = await Promise.all([
        changes(heatSide(user), before, after),
        changes(await here.as(user), before, after),
      ]);
      expect(ours).toEqual(theirs);
    });
  });
});
