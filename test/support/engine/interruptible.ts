import type { Store } from '../../../src/storage/types.ts';
import type { Life, World } from '../simulation/world.ts';

/** A store whose transactions each have a step before and a step after them, at which the process may die. */
export function interruptible(store: Store, world: World, life: Life): Store {
  return new Proxy<Store>(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'transact' || typeof value !== 'function') {
        return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(target) : value;
      }
      return async (work: Parameters<Store['transact']>[0]) => {
        await world.point('commit', life);
        const result = await target.transact(work);
        await world.point('committed', life);
        return result;
      };
    },
  });
}
