import { define, required } from '../runtime/define.ts';
import type { Frame, FunctionSpec } from '../runtime/function.ts';
import { type Item, Ordering, type OrderingField } from '../runtime/items.ts';
import { iterate } from '../runtime/iterate.ts';
import { isTrue, type Iterable } from '../runtime/kinds.ts';
import { type Lambda, lambda } from '../runtime/lambdas.ts';
import { iterable, ordering } from '../runtime/types.ts';
import { loop } from './iterators.ts';

/** `orderBy`, `orderByDescending`, `thenBy`, `thenByDescending`: a stable sort by the `<` and `>` of the language. */
export function orderFunctions(): FunctionSpec[] {
  const orderBy = (name: string, ascending: boolean): FunctionSpec =>
    define(
      name,
      { as: 'method', parameters: [required('collection', iterable), required('selector', lambda)] },
      (frame, [items, selector]) => ordered(frame, items, selector, ascending),
    );
  const thenBy = (name: string, ascending: boolean): FunctionSpec =>
    define(
      name,
      { as: 'method', parameters: [required('collection', ordering), required('selector', lambda)] },
      (_frame, [order, selector]) => {
        order.fields.push({ select: selector, ascending });
        return order;
      },
    );
  return [
    orderBy('orderBy', true),
    orderBy('orderByDescending', false),
    thenBy('thenBy', true),
    thenBy('thenByDescending', false),
  ];
}

function ordered(frame: Frame, items: Iterable, selector: Lambda, ascending: boolean): Ordering {
  const less = (a: Item, b: Item): boolean => isTrue(frame.call('#operator_<', [a, b]));
  const greater = (a: Item, b: Item): boolean => isTrue(frame.call('#operator_>', [a, b]));
  const compare = (fields: readonly OrderingField[], left: Item, right: Item): number => {
    for (const field of fields) {
      const [a, b] = [field.select(left), field.select(right)];
      if (less(a, b)) return field.ascending ? -1 : 1;
      if (greater(a, b)) return field.ascending ? 1 : -1;
    }
    return 0;
  };
  const order = new Ordering((fields) => [...loop(iterate(items))].sort((left, right) => compare(fields, left, right)));
  order.fields.push({ select: selector, ascending });
  return order;
}
