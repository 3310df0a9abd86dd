/** How an operator binds: the smaller the level, the tighter. */
export interface Operator {
  readonly level: number;
  readonly right?: boolean;
  /** The function it calls; `#operator_<symbol>` where none is named. */
  readonly function?: string;
}

/** The binary operators of yaql's default engine. */
export const BINARY: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['.', { level: 1 }],
  ['?.', { level: 1 }],
  ['=~', { level: 4 }],
  ['!~', { level: 4 }],
  ['*', { level: 5 }],
  ['/', { level: 5 }],
  ['mod', { level: 5 }],
  ['+', { level: 6 }],
  ['-', { level: 6 }],
  ['>', { level: 7 }],
  ['<', { level: 7 }],
  ['>=', { level: 7 }],
  ['<=', { level: 7 }],
  ['!=', { level: 7, function: '*not_equal' }],
  ['=', { level: 7, function: '*equal' }],
  ['in', { level: 7 }],
  ['and', { level: 9 }],
  ['or', { level: 10 }],
  ['->', { level: 11, right: true }],
]);

/** The prefix operators, with the level of what they take. */
export const PREFIX: ReadonlyMap<string, number> = new Map([
  ['+', 3],
  ['-', 3],
  ['not', 8],
]);

/** The level of `value[…]`. */
export const INDEX_LEVEL = 2;
/** A level that every operator is tighter than. */
export const LOOSEST = 12;
