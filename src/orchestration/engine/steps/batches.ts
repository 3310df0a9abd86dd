/** A nested stack that comes about in batches: which they are, which of them are done, and the pauses between. */
import { isMap, isNumber, own, toNumber, type ValueMap } from '../../../expressions/values.ts';
import { ResourceError, type Batch } from '../../../resources/contract.ts';
import { listAt, numberAt } from '../../../resources/access.ts';
import type { ResourceRecord, TemplateRecord } from '../../../storage/types.ts';
import { batchSizes, totalPause, type BatchSize } from '../../groups/batches.ts';
import { nestedContext, type BatchStep } from '../../model/child-template.ts';
import { resolveUpdatePolicy } from '../../model/properties.ts';
import { Aborted } from '../failure.ts';
import type { Operation } from '../operation.ts';
import type { Target } from './apply.ts';

/** Key in the data of a nested resource; stored with each batch as it begins. */
const BATCHES = 'batches';

/** How far a nested resource has come. */
export interface Progress {
  readonly sizes: readonly BatchSize[];
  /** The number of batches begun. */
  readonly begun: number;
  readonly pauseSeconds: number;
  /** When the pause before the next batch ends, in milliseconds of the epoch; undefined: it has not begun. */
  readonly resumeAt: number | undefined;
}

/**
 * The batches that the resource's update policy asks for; undefined: all at once. Throws ResourceError ValueError where the pauses alone
 * would take the stack's time up (heat/engine/resources/openstack/heat/resource_group.py, _update_timeout).
 */
export function plannedBatches(
  operation: Operation,
  record: ResourceRecord,
  { resource, properties }: Target,
  members: readonly ResourceRecord[],
): Progress | undefined {
  const { definition, type } = resource;
  const { engine, stack, state } = operation;
  const rolling = type.nested?.rolling?.(
    nestedContext(state.model!, record, members),
    properties,
    resolveUpdatePolicy(definition, type, state.scope()),
    record.nestedId === null ? undefined : (record.properties ?? {}),
  );
  const sizes = rolling === undefined ? [] : batchSizes(rolling);
  if (rolling === undefined || sizes.length === 0) return undefined;
  const { pauseSeconds } = rolling;
  const seconds = stack.timeoutMins === null ? engine.ports.limits.operationSeconds : stack.timeoutMins * 60;
  if (totalPause(sizes.length, pauseSeconds) >= seconds)
    throw new ResourceError('ValueError', 'The current update policy will result in stack update timeout.');
  return { sizes, begun: 0, pauseSeconds, resumeAt: undefined };
}

/** How far this very operation has come with the resource; undefined where it does not go in batches. */
export function storedProgress(operation: Operation, { data }: ResourceRecord): Progress | undefined {
  const stored = own(data, BATCHES);
  if (!isMap(stored) || stored['operation'] !== operation.id) return undefined;
  const resumeAt = own(stored, 'resume_at') ?? null;
  return {
    sizes: listAt(stored, 'sizes')
      .filter(isMap)
      .map((size) => ({
        capacity: numberAt(size, 'capacity', 0),
        renewed: numberAt(size, 'renewed', 0),
      })),
    begun: numberAt(stored, 'begun', 0),
    pauseSeconds: numberAt(stored, 'pause_seconds', 0),
    resumeAt: isNumber(resumeAt) ? toNumber(resumeAt) : undefined,
  };
}

/** The progress as data of the resource; nothing where there is none to keep. */
export function progressData(operation: Operation, progress: Progress | undefined): ValueMap {
  if (progress === undefined) return { [BATCHES]: null };
  const { sizes, begun, pauseSeconds, resumeAt } = progress;
  return {
    [BATCHES]: {
      operation: operation.id,
      sizes: sizes.map((size) => ({ ...size })),
      begun,
      pause_seconds: pauseSeconds,
      resume_at: resumeAt ?? null,
    },
  };
}

/** The next batch, as the type and the nested template want to know it. `stored` is the nested stack's template until now. */
export function nextBatch({ sizes, begun }: Progress, stored: TemplateRecord | undefined): BatchStep {
  const { capacity, renewed } = sizes[begun]!;
  const isLast = begun === sizes.length - 1;
  const batch: Batch = { capacity, renewed, isFirst: begun === 0, isLast, template: stored?.body };
  return { batch, files: isLast ? {} : (stored?.files ?? {}) };
}

/**
 * Waits out the pause before the next batch; one that had begun before a crash is not begun anew. Rejects with {@link Aborted} when
 * the operation is told to end.
 */
export async function pauseBefore(operation: Operation, record: ResourceRecord, progress: Progress): Promise<void> {
  const { clock } = operation.engine.ports;
  const resumeAt = progress.resumeAt ?? clock.now() + progress.pauseSeconds * 1000;
  const told = new AbortController();
  const interrupt = (): void => told.abort(new Aborted('the operation was interrupted'));
  const forget = operation.onHalt(interrupt);
  try {
    if (operation.halted !== undefined) interrupt();
    told.signal.throwIfAborted();
    if (progress.resumeAt === undefined && progress.pauseSeconds > 0)
      await operation.state.change(record, {
        data: { ...record.data, ...progressData(operation, { ...progress, resumeAt }) },
      });
    if (resumeAt > clock.now()) await clock.sleep(resumeAt - clock.now(), told.signal);
  } finally {
    forget();
  }
}
