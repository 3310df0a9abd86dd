import type { Random } from '../../../src/expressions/ports.ts';

/** Makes expressions of every shape: well typed ones mostly, now and then with an operand of the wrong kind. */
export function generateExpressions(count: number, seed: number): string[] {
  const maker = new Maker(seededRandom(seed));
  return Array.from({ length: count }, () => maker.any(3));
}

type Kind = 'number' | 'text' | 'truth' | 'numbers' | 'texts' | 'map' | 'lists';
const KINDS: readonly Kind[] = ['number', 'text', 'truth', 'numbers', 'texts', 'map', 'lists'];

/** A repeatable source of randomness (mulberry32). */
function seededRandom(seed: number): Pick<Random, 'integer'> {
  let state = seed;
  return {
    integer(bound) {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
      return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
    },
  };
}

class Maker {
  readonly #random: Pick<Random, 'integer'>;
  constructor(random: Pick<Random, 'integer'>) {
    this.#random = random;
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#random.integer(items.length)]!;
  }

  any(depth: number): string {
    return this.#of(this.#pick(KINDS), depth);
  }

  /** An expression of the kind; `item` is what `$` is in the lambda around it, if there is one. */
  #of(kind: Kind, depth: number, item?: Kind): string {
    if (this.#random.integer(25) === 0) return this.#of(this.#pick(KINDS), depth - 1, item);
    if (item === kind && this.#random.integer(2) === 0) return '$';
    if (depth <= 0) return this.#leaf(kind);
    const part = (of: Kind): string => this.#of(of, depth - 1, item);
    const inner = (of: Kind, each: Kind): string => this.#of(of, depth - 1, each);
    switch (kind) {
      case 'number':
        return this.#number(part, inner);
      case 'text':
        return this.#text(part, inner);
      case 'truth':
        return this.#truth(part, inner);
      case 'map':
        return this.#map(part, inner);
      case 'lists':
        return this.#lists(part, inner);
      default:
        return this.#list(kind, part, inner);
    }
  }

  #leaf(kind: Kind): string {
    switch (kind) {
      case 'number':
        return this.#pick(['0', '1', '2', '3', '7', '-2', '1.5', '2.0', '10', '9007199254740993', 'null', '$.data.a']);
      case 'text':
        return this.#pick(["'a'", "'b c'", "''", "'é'", "'12'", 'word', "'a,b,c'", '$.data.text', "' x '"]);
      case 'truth':
        return this.#pick(['true', 'false', 'null', '$.data.flag', '$.data.none']);
      case 'numbers':
        return this.#pick(['[]', '[1, 2, 3]', '[3, 1, 2]', 'range(4)', '[1.5, 2]', '$.data.list', 'set(2)']);
      case 'texts':
        return this.#pick([
          '[]',
          "['a', 'b']",
          "'x y z'.split()",
          "['b', 'a', 'b']",
          '$.data.ips',
          '$.data.people.name',
        ]);
      case 'map':
        return this.#pick(['{}', '{a => 1}', '{a => 1, b => 2}', '$.data.nested.map', '{1 => x}', '{a => {b => [1]}}']);
      case 'lists':
        return this.#pick(['[[1, 2], [3]]', '[[]]', '[]', '[[1], [1]]', 'range(3).slice(2)']);
    }
  }

  #number(part: (of: Kind) => string, inner: (of: Kind, each: Kind) => string): string {
    const [a, b] = [part('number'), part('number')];
    const [list, text] = [part('numbers'), part('text')];
    return this.#pick([
      `${a} + ${b}`,
      `(${a} - ${b})`,
      `${a} * ${b}`,
      `(${a}) / (${b})`,
      `(${a}) mod (${b})`,
      `-(${a})`,
      `abs(${a})`,
      `max(${a}, ${b})`,
      `min(${a}, ${b})`,
      `round(${a}, ${this.#pick(['0', '1', '-1'])})`,
      `int(${this.#pick([a, text])})`,
      `float(${a})`,
      `sign(${a})`,
      `len(${this.#pick([text, list, part('map')])})`,
      `${list}.sum(${this.#pick(['', '0'])})`,
      `${list}.max(0)`,
      `${list}.first(${this.#pick(['', '5'])})`,
      `${list}.last(0)`,
      `${list}.count()`,
      `${list}.indexOf(${a})`,
      `${list}.indexWhere(${inner('truth', 'number')})`,
      `${list}.reduce($1 + $2, ${a})`,
      `(${list})[${this.#pick(['0', '1', '-1', '5'])}]`,
      `${text}.indexOf(${part('text')})`,
      `${part('map')}.get(${this.#pick(['a', 'b', '1'])}, ${a})`,
      `switch(${part('truth')} => ${a}, true => ${b})`,
      `coalesce(${a}, ${b})`,
      `let(${a}) -> $ + ${b}`,
      `let(x => ${a}) -> $x * 2`,
      `bitwiseAnd(${a}, ${b})`,
      `selectCase(${part('truth')}, ${part('truth')})`,
    ]);
  }

  #text(part: (of: Kind) => string, inner: (of: Kind, each: Kind) => string): string {
    const [a, b] = [part('text'), part('text')];
    return this.#pick([
      `${a} + ${b}`,
      `(${a} * ${this.#pick(['0', '2', '-1'])})`,
      `str(${part(this.#pick(KINDS))})`,
      `${a}.toUpper()`,
      `${a}.trim()`,
      `${a}.substring(${this.#pick(['0', '1', '-1', '9'])})`,
      `${a}.replace(${b}, ${part('text')})`,
      `${part('texts')}.join(${b})`,
      `${part('numbers')}.select(${inner('number', 'number')}).join(',')`,
      `'{0}-{1}'.format(${a}, ${part('number')})`,
      `${part('texts')}.orderBy($).first(${b})`,
      `regex('[a-c]+').search(${a})`,
      `regex('b').replace(${a}, 'X')`,
      `concat(${a}, ${b})`,
      `${a}.norm()`,
      `coalesce(${a}, ${b})`,
      `switch(${part('truth')} => ${a}, true => ${b})`,
    ]);
  }

  #truth(part: (of: Kind) => string, inner: (of: Kind, each: Kind) => string): string {
    const [a, b] = [part('number'), part('number')];
    const operator = this.#pick(['<', '>', '<=', '>=', '=', '!=']);
    return this.#pick([
      `${a} ${operator} ${b}`,
      `${part('text')} ${operator} ${part('text')}`,
      `not ${part('truth')}`,
      `(${part('truth')} and ${part('truth')})`,
      `(${part('truth')} or ${part('truth')})`,
      `${a} in ${part('numbers')}`,
      `${part('text')} in ${part('text')}`,
      `${part('text')} =~ '[ab]'`,
      `${part('numbers')}.any(${inner('truth', 'number')})`,
      `${part('numbers')}.all(${inner('truth', 'number')})`,
      `${part('numbers')} = ${part('numbers')}`,
      `${part('map')} = ${part('map')}`,
      `isList(${part(this.#pick(KINDS))})`,
      `isNumber(${part(this.#pick(KINDS))})`,
      `isEmpty(${part('text')})`,
      `${part('map')}.containsKey(${this.#pick(['a', '1'])})`,
      `bool(${part(this.#pick(KINDS))})`,
    ]);
  }

  #list(kind: 'numbers' | 'texts', part: (of: Kind) => string, inner: (of: Kind, each: Kind) => string): string {
    const each = kind === 'numbers' ? 'number' : 'text';
    const list = part(kind);
    return this.#pick([
      `[${part(each)}, ${part(each)}]`,
      `${list}.where(${inner('truth', each)})`,
      `${list}.select(${inner(each, each)})`,
      `${part('numbers')}.select(${inner(each, 'number')})`,
      `(${list} + ${part(kind)})`,
      `${list}.orderBy($)`,
      `${list}.orderByDescending($).take(2)`,
      `${list}.skip(1)`,
      `${list}.take(${this.#pick(['0', '1', '2'])})`,
      `${list}.distinct()`,
      `${list}.reverse()`,
      `${list}.takeWhile(${inner('truth', each)})`,
      `${list}.append(${part(each)})`,
      `${list}.insert(1, ${part(each)})`,
      `${list}.delete(${this.#pick(['0', '1', '-1'])})`,
      `${list}.toList()`,
      `${list}.accumulate($1 + $2)`,
      `${part('lists')}.flatten()`,
      `${part('lists')}.selectMany($)`,
      `concat(${list}, ${part(kind)})`,
      `list(${list}, ${part(each)})`,
      kind === 'texts' ? `${part('text')}.split(${this.#pick(['', "','"])})` : `${part('map')}.values()`,
      kind === 'texts' ? `${part('text')}.toCharArray()` : `generate(${part('number')}, $ < 9, $ + 3)`,
    ]);
  }

  #lists(part: (of: Kind) => string, inner: (of: Kind, each: Kind) => string): string {
    const list = part('numbers');
    return this.#pick([
      `[${list}, ${part('numbers')}]`,
      `${list}.zip(${part('numbers')})`,
      `${list}.slice(${this.#pick(['1', '2'])})`,
      `${list}.splitAt(1)`,
      `${list}.splitWhere(${inner('truth', 'number')})`,
      `${list}.groupBy(${inner('number', 'number')})`,
      `${list}.enumerate()`,
      `${list}.join(${part('numbers')}, $1 >= $2, [$1, $2])`,
      `${part('lists')}.where(len($) > 0)`,
      `${part('lists')}.select($.len())`,
    ]);
  }

  #map(part: (of: Kind) => string, inner: (of: Kind, each: Kind) => string): string {
    return this.#pick([
      `{a => ${part(this.#pick(KINDS))}, ${part('text')} => ${part('number')}}`,
      `(${part('map')} + ${part('map')})`,
      `${part('map')}.set(z, ${part('number')})`,
      `${part('map')}.delete(a)`,
      `${part('map')}.mergeWith(${part('map')})`,
      `${part('numbers')}.toDict(${inner('number', 'number')}, ${inner('text', 'number')})`,
      `dict(${part('numbers')}.select([${inner('text', 'number')}, $]))`,
    ]);
  }
}
