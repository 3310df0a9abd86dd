import type { Random } from '../../expressions/ports.ts';
import { own, type ValueMap } from '../../expressions/values.ts';
import type { Transaction } from '../../storage/types.ts';
import { eventSinks } from '../../template/index.ts';

/**
 * Stores where the events of a tree go from now on: to the sinks of the outermost stack's environment. What happened before still
 * goes where it was to go. Nested stacks inherit the sinks, as in Heat (heat/engine/environment.py, get_child_environment).
 */
export async function setSinks(random: Random, tx: Transaction, rootId: string, environment: ValueMap): Promise<void> {
  const wanted = eventSinks(own(environment, 'event_sinks'));
  const open = (await tx.sinks(rootId)).filter(({ until }) => until === null);
  const isSame = (a: { target: string; ttl: number }, b: { target: string; ttl: number }): boolean =>
    a.target === b.target && a.ttl === b.ttl;
  const fresh = wanted.filter((sink) => !open.some((one) => isSame(one, sink)));
  const stale = open.filter((one) => !wanted.some((sink) => isSame(one, sink)));
  if (fresh.length + stale.length === 0) return;
  const last = await tx.lastEventNumber(rootId);
  for (const { id } of stale) await tx.changeSink(id, { until: last });
  for (const { target, ttl } of fresh) {
    await tx.addSink({ id: random.uuid(), rootId, target, ttl, delivered: last, until: null });
  }
}

/** Says that a tree has had its last event. */
export async function endSinks(tx: Transaction, rootId: string): Promise<void> {
  const last = await tx.lastEventNumber(rootId);
  for (const { id, until } of await tx.sinks(rootId)) if (until === null) await tx.changeSink(id, { until: last });
}
