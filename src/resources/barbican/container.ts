/** What the three types of containers share. */
import { isMap, own, type Value, type ValueMap } from '../../expressions/values.ts';
import { mapsAt, textOf } from '../access.ts';
import type { AttributeSchema, Context, Properties } from '../contract.ts';
import type { Verbs } from '../define.ts';
import { attr, custom, str, type Property } from '../schema.ts';
import { inError } from '../words.ts';
import { barbican, findByName, pathOf, remove, show, store, type Kind } from './barbican.ts';

const KIND: Kind = { plural: 'containers', ref: 'container_ref' };

export interface Member {
  readonly name: string;
  readonly ref: string;
}

/** The address of a secret. */
export const secretRef: Property = str({ constraints: [custom('barbican.secret')] });

/** The secrets that such properties name, each under what Barbican calls it. */
export const membersOf =
  (names: Readonly<Record<string, string>>) =>
  (properties: Properties): Member[] =>
    Object.entries(names).flatMap(([property, name]) => {
      const ref = textOf(properties, property);
      return ref === undefined ? [] : [{ name, ref }];
    });

export const containerAttributes: Readonly<Record<string, AttributeSchema>> = {
  status: attr('string'),
  container_ref: attr('string'),
  secret_refs: attr('map', (live) =>
    Object.fromEntries(
      mapsAt(live, 'secret_refs').map((item): [string, Value] => [
        textOf(item, 'name') ?? '',
        own(item, 'secret_ref') ?? null,
      ]),
    ),
  ),
  consumers: attr('list'),
};

/** Heat's check: no secret twice. */
export const containerProblems =
  (members: (properties: Properties) => Member[]) =>
  (properties: Properties): string[] => {
    const refs = members(properties).map((member) => member.ref);
    return new Set(refs).size < refs.length ? ['Duplicate refs are not allowed.'] : [];
  };

/** The verbs of a container of this type. */
export function container(type: string, members: (properties: Properties) => Member[]): Verbs {
  const nameOf = (context: Context, properties: Properties): string =>
    textOf(properties, 'name') ?? context.physicalName;
  return {
    async create(context, properties) {
      const refs = members(properties).map(({ name, ref }): ValueMap => ({ name, secret_ref: ref }));
      return { id: await store(context, KIND, { name: nameOf(context, properties), type, secret_refs: refs }) };
    },
    find: (context, properties) => findByName(context, KIND, nameOf(context, properties)),
    read: (context) => show(context, KIND, context.id),
    delete: (context) => remove(context, KIND),
    async ready(context) {
      for (let delay = 100; ; delay = Math.min(delay * 2, 2_000)) {
        const answer = await barbican(context).get(pathOf(KIND, context.id ?? ''), { signal: context.signal });
        const live = isMap(answer) ? answer : {};
        const status = textOf(live, 'status') ?? '';
        if (status === 'ACTIVE') return;
        if (status === 'ERROR') {
          const why = `${String(own(live, 'error_status_code') ?? '')} - ${textOf(live, 'error_reason') ?? ''}`;
          throw inError(status, `Container '${context.name}' creation failed: ${why}`);
        }
        await context.clock.sleep(delay, context.signal);
      }
    },
  };
}
