import type { Engine } from './engine.ts';
import type { Item } from './items.ts';
import { Iterator, Memory } from './iterator.ts';
import { grownList } from './size.ts';

/** The item; an iterator comes as one that can be gone over again and again. */
export function memorize(item: Item, engine: Engine): Item {
  if (!(item instanceof Iterator)) return item;
  return new Memory(item, (seen) => {
    engine.step();
    engine.chargeBytes(56 + 8 * grownList(seen.length));
  });
}
