import type { RegexBudget } from '../../python/regex.ts';
import type { Clock, Random } from '../../ports.ts';
import { YaqlError } from '../error.ts';
import { Dict, FrozenSet, type Item } from './items.ts';
import { Iterator } from './iterator.ts';
import { isSet, setSize } from './compare.ts';
import { type Iterable, isSequence } from './kinds.ts';
import { iterate } from './iterate.ts';
import { sizeOf } from './size.ts';

/** What an evaluation may use. A limit of -1 is none. */
export interface Limits {
  /** Items that a collection may have (`yaql.limitIterators`); Heat's default is 200. */
  readonly limitIterators: number;
  /** Bytes, as CPython counts them, that one value may have (`yaql.memoryQuota`); Heat's default is 10,000. */
  readonly memoryQuota: number;
  /** Calls and iterated items. A bound of ours: yaql has none. */
  readonly maxSteps: number;
  /** Milliseconds by the given clock; without a clock time is not bounded. */
  readonly maxMilliseconds: number;
  /** Calls within calls; yaql overflows Python's stack at about 140. */
  readonly maxDepth: number;
}

export const HEAT_LIMITS: Limits = {
  limitIterators: 200,
  memoryQuota: 10_000,
  maxSteps: 1_000_000,
  maxMilliseconds: 800,
  maxDepth: 200,
};

/** What random numbers and the time come from; `random()` and `now()` fail without. */
export interface Ports {
  readonly clock?: Pick<Clock, 'now'> | undefined;
  readonly random?: Random | undefined;
}

/** Every so many steps the clock is read. */
const STEPS_BETWEEN_LOOKS = 1024;
const REGEX_STEPS_PER_STEP = 16;
/** No text on the way to a result has more characters, also where there is no quota. */
const MOST_TEXT = 16_000_000;

/** One evaluation's account: what it has used, and what it may. */
export class Engine {
  readonly limits: Limits;
  readonly ports: Ports;
  readonly #deadline: number;
  readonly regexBudget: RegexBudget;
  #steps = 0;
  #depth = 0;

  constructor(limits: Limits, ports: Ports) {
    this.limits = limits;
    this.ports = ports;
    const started = ports.clock?.now() ?? 0;
    this.#deadline = limits.maxMilliseconds < 0 ? Infinity : started + limits.maxMilliseconds;
    this.regexBudget = { steps: limits.maxSteps < 0 ? Infinity : limits.maxSteps * REGEX_STEPS_PER_STEP };
  }

  /** Counts work. Throws StepLimitExceededException or TimeLimitExceededException when there was too much. */
  step(): void {
    const steps = ++this.#steps;
    if (steps > this.limits.maxSteps && this.limits.maxSteps >= 0) {
      throw new YaqlError('StepLimitExceededException', `Expression takes more than ${this.limits.maxSteps} steps`);
    }
    if (
      steps % STEPS_BETWEEN_LOOKS === 0 &&
      this.ports.clock !== undefined &&
      this.ports.clock.now() > this.#deadline
    ) {
      throw new YaqlError(
        'TimeLimitExceededException',
        `Expression takes longer than ${this.limits.maxMilliseconds} ms`,
      );
    }
  }

  /** Runs one call within another. Throws RecursionError where calls are nested too deeply. */
  nested<T>(run: () => T): T {
    if (this.#depth >= this.limits.maxDepth) {
      throw new YaqlError('RecursionError', 'maximum recursion depth exceeded');
    }
    this.#depth++;
    try {
      return run();
    } finally {
      this.#depth--;
    }
  }

  /** Adds up the sizes of items. Throws MemoryQuotaExceededException beyond the quota. */
  charge(...items: readonly Item[]): void {
    if (this.limits.memoryQuota <= 0) return;
    let total = 0;
    for (const item of items) total += sizeOf(item);
    this.chargeBytes(total);
  }

  /** As {@link charge}, for bytes already counted. */
  chargeBytes(total: number): void {
    const { memoryQuota } = this.limits;
    if (memoryQuota > 0 && total > memoryQuota) {
      throw new YaqlError('MemoryQuotaExceededException', 'Expression consumed too much memory');
    }
  }

  /** Throws MemoryQuotaExceededException before a text is made that is longer than any quota is meant to allow. */
  chargeText(length: number): void {
    if (length <= MOST_TEXT) return;
    throw new YaqlError('MemoryQuotaExceededException', 'Expression consumed too much memory');
  }

  /** The collection, whose length must be allowed; an iterator is wrapped so that it ends with the error when it is too long. */
  limit(collection: Iterable | Dict): Iterable | Dict {
    const size = knownSize(collection);
    if (size === undefined) return new Iterator(this.#limited(collection as Iterable));
    if (this.#allowed(size)) return collection;
    throw this.#tooLarge();
  }

  *#limited(collection: Iterable): Generator<Item> {
    let count = 0;
    for (const item of iterate(collection)) {
      this.step();
      if (!this.#allowed(++count)) throw this.#tooLarge();
      yield item;
    }
  }

  #allowed(count: number): boolean {
    return this.limits.limitIterators < 0 || count <= this.limits.limitIterators;
  }

  #tooLarge(): YaqlError {
    return new YaqlError(
      'CollectionTooLargeException',
      `Collection length exceeds ${this.limits.limitIterators} elements`,
    );
  }
}

function knownSize(collection: Iterable | Dict): number | undefined {
  if (isSequence(collection)) return collection.items.length;
  if (collection instanceof Dict || collection instanceof FrozenSet) return collection.table.size;
  return isSet(collection) ? setSize(collection) : undefined;
}
