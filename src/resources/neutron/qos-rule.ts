/** What the types of QoS rules share: a rule lives below its policy. */
import { equal, isMap, own, type ValueMap } from '../../expressions/values.ts';
import { mapAt, mapsAt, omit, textOf, withoutNulls } from '../access.ts';
import type { Context, Properties } from '../contract.ts';
import type { Verbs } from '../define.ts';
import { deleteAt, unlessGone } from '../patience.ts';
import { ref, str, type Property } from '../schema.ts';

/** The properties that every rule has. */
export const ruleProperties: Readonly<Record<string, Property>> = {
  policy: ref('neutron.qos_policy', { required: true }),
  tenant_id: str(),
};

/** The verbs of rules of one kind, such as `bandwidth_limit_rule`. */
export function qosRule(kind: string): Verbs {
  const network = (context: Context) => context.cloud.service('network');
  const pathOf = (policy: string): string => `/qos/policies/${policy}/${kind}s`;
  const at = (context: Context): string => `${pathOf(textOf(context.data, 'policy') ?? '')}/${context.id ?? ''}`;
  const fields = (properties: Properties): ValueMap => withoutNulls(omit(properties, 'policy')) as ValueMap;
  return {
    async create(context, properties) {
      const policy = textOf(properties, 'policy') ?? '';
      const answer = await network(context).post(
        pathOf(policy),
        { [kind]: fields(properties) },
        { signal: context.signal },
      );
      return { id: textOf(isMap(answer) ? mapAt(answer, kind) : {}, 'id') ?? '', data: { policy } };
    },
    // A policy has one rule of a kind and direction at most, so one that is as asked is ours.
    async find(context, properties) {
      const policy = textOf(properties, 'policy') ?? '';
      const answer = await unlessGone(network(context).get(pathOf(policy), { signal: context.signal }));
      const wanted = Object.entries(omit(fields(properties), 'tenant_id'));
      for (const rule of mapsAt(isMap(answer) ? answer : {}, `${kind}s`)) {
        const alike = wanted.every(([name, value]) => equal(own(rule, name) ?? null, value));
        if (alike && (await context.claim(String(rule['id'])))) return { id: String(rule['id']), data: { policy } };
      }
      return undefined;
    },
    async read(context) {
      if (context.id === undefined) return undefined;
      const answer = await unlessGone(network(context).get(at(context), { signal: context.signal }));
      return isMap(answer) ? mapAt(answer, kind) : undefined;
    },
    async update(context, { values }) {
      await network(context).put(at(context), { [kind]: values }, { signal: context.signal });
    },
    async delete(context) {
      if (context.id !== undefined) await deleteAt(context, network(context), at(context));
    },
  };
}
