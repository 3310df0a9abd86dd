import { isMap, own, type Value } from '../../expressions/values.ts';
import type { ResourceRecord, StackRecord } from '../../storage/types.ts';
import { HOOKS } from '../../template/index.ts';
import { clearedFor, hookKey } from '../engine/hooks.ts';
import { OrchestrationError, type Requester, type StackRef } from '../types.ts';
import type { ServicePorts } from './ports.ts';
import { eventOf, findResource } from './resources.ts';

/** Tells a resource something. `{"unset_hook": name}` lets it go on from a hook; no type takes other signals. */
export async function signalResource(
  ports: ServicePorts,
  who: Requester,
  ref: StackRef,
  name: string,
  details: Value,
): Promise<void> {
  const { stack, record } = await findResource(ports, who, ref, name);
  const hook = isMap(details) ? own(details, 'unset_hook') : undefined;
  if (hook === undefined)
    throw new OrchestrationError('ResourceActionNotSupported', 'signal is not supported for resource.');
  await clearHook(ports, stack, record, String(hook));
}

async function clearHook(ports: ServicePorts, stack: StackRecord, record: ResourceRecord, hook: string): Promise<void> {
  if (!(HOOKS as readonly string[]).includes(hook)) {
    throw new OrchestrationError(
      'InvalidBreakPointHook',
      `Invalid hook type "${hook}" for ${record.type} "${record.name}"`,
    );
  }
  const said = own(record.data, hookKey(hook));
  if (typeof said !== 'string' || !said.startsWith('waiting ')) {
    throw new OrchestrationError(
      'InvalidBreakPointHook',
      `The "${hook}" hook is not defined on ${record.type} "${record.name}"`,
    );
  }
  const data = { ...record.data, [hookKey(hook)]: clearedFor(said.slice('waiting '.length)) };
  const event = await eventOf(ports, stack, { ...record, reason: `Hook ${hook} is cleared` });
  await ports.store.transact(async (tx) => {
    await tx.changeResource(record.id, { data });
    await tx.addEvents([event]);
  });
  ports.engine.publish([event]);
  ports.engine.hooks.clear(record.id, data);
}
