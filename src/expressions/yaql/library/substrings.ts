import { define, optional, required } from '../runtime/define.ts';
import type { FunctionSpec } from '../runtime/function.ts';
import { int, string } from '../runtime/types.ts';

/** `substring`, `indexOf`, `lastIndexOf`. */
export function substringFunctions(): FunctionSpec[] {
  const text = required('string', string);
  const sub = required('sub', string);
  const start = optional('start', int, 0);
  const bounds = [text, sub, required('start', int), required('length', int)] as const;
  return [
    define(
      'substring',
      { as: 'method', parameters: [text, required('start', int), optional('length', int, -1)] },
      (_frame, [value, from, length]) => {
        const points = Array.from(value);
        const size = Number(length) < 0 ? points.length : Number(length);
        const first = Number(from) < 0 ? Number(from) + points.length : Number(from);
        return points.slice(first, first + size).join('');
      },
    ),
    define('indexOf', { as: 'method', parameters: [text, sub, start] }, (_frame, [value, part, from]) =>
      find(value, part, Number(from), Infinity, 'first'),
    ),
    define('lastIndexOf', { as: 'method', parameters: [text, sub, start] }, (_frame, [value, part, from]) =>
      find(value, part, Number(from), Infinity, 'last'),
    ),
    define('indexOf', { as: 'method', parameters: bounds }, (_frame, [value, part, from, length]) =>
      findWithin(value, part, Number(from), Number(length), 'first'),
    ),
    define('lastIndexOf', { as: 'method', parameters: bounds }, (_frame, [value, part, from, length]) =>
      findWithin(value, part, Number(from), Number(length), 'last'),
    ),
  ];
}

function findWithin(value: string, part: string, start: number, length: number, which: 'first' | 'last'): number {
  const size = Array.from(value).length;
  const from = start < 0 ? start + size : start;
  return find(value, part, from, from + (length < 0 ? size - from : length), which);
}

/** Python's `find` and `rfind`: bounds below zero count from the end; -1 where the part is not found. */
function find(value: string, part: string, start: number, end: number, which: 'first' | 'last'): number {
  const points = Array.from(value);
  const bound = (at: number): number => Math.max(0, Math.min(points.length, at < 0 ? at + points.length : at));
  const [from, to] = [bound(start), bound(end)];
  if (from > to || start > points.length) return -1;
  const within = points.slice(from, to).join('');
  const at = which === 'first' ? within.indexOf(part) : within.lastIndexOf(part);
  return at < 0 ? -1 : from + Array.from(within.slice(0, at)).length;
}
