/** Expressions that would run for ever, or make something without end. */
import type { Value } from '../../../src/expressions/values.ts';
import { preview, template, type HostileCase } from './case.ts';

const value =
  (of: Value): (() => string) =>
  () =>
    template({ resources: { r: { type: 'OS::Heat::Value', properties: { value: of } } } });
const yaql = (expression: string): HostileCase =>
  preview(`yaql: ${expression}`, value({ yaql: { expression, data: { word: 'x'.repeat(1000) } } }), { status: 400 });
const REPEATED = {
  repeat: {
    for_each: Object.fromEntries(
      'abcdefgh'.split('').map((c) => [`%${c}%`, Array.from({ length: 30 }, (_, i) => `${i}`)]),
    ),
    template: '%a%%b%%c%%d%%e%%f%%g%%h%',
  },
};

/** A text that each of the levels makes a hundred times as long. */
function grown(levels: number): Value {
  let text: Value = 'x'.repeat(100);
  for (let i = 0; i < levels; i++) text = { str_replace: { template: '$a'.repeat(100), params: { $a: text } } };
  return text;
}

const pattern = (allowed: string, given: string): HostileCase =>
  preview(
    `the pattern ${allowed}`,
    () =>
      template({
        parameters: { p: { type: 'string', constraints: [{ allowed_pattern: allowed }] } },
        resources: { r: { type: 'OS::Heat::None' } },
      }),
    { status: 400 },
    () => ({ parameters: { p: given } }),
  );

export const EXPRESSIONS: readonly HostileCase[] = [
  yaql('range(0, 1000000000).toList()'),
  yaql('range(1000000000).sum()'),
  yaql('sequence().toList()'),
  yaql('sequence().where(false).first()'),
  yaql('[1, 2].cycle().toList()'),
  yaql('generate(0, true, $ + 1).toList()'),
  yaql('generate(0, true, $ + 1).last()'),
  yaql('1.repeat().toList()'),
  yaql('generateMany(1, [$, $]).toList()'),
  yaql('$.data.word * 1000000000'),
  yaql("'x' * 1000000000"),
  yaql('[1] * 1000000000'),
  yaql('let(f => 1) -> range(100000).select(range(100000).toList()).toList()'),
  yaql('$.data.word.replace(x, $.data.word).replace(x, $.data.word).replace(x, $.data.word)'),
  yaql('('.repeat(100_000)),
  preview('repeat over 30⁸ combinations', value(REPEATED), { status: 400 }),
  preview('a text that grows a hundredfold eight times', value(grown(8)), { status: 400 }),
  pattern('(a+)+$', `${'a'.repeat(5000)}!`),
  pattern('(x+x+)+y', 'x'.repeat(5000)),
  pattern('^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(5000)),
  pattern('(a|aa)+$', `${'a'.repeat(5000)}!`),
  pattern('(.*)\\1(.*)\\2(.*)\\3z', 'ab'.repeat(2500)),
  pattern(`(${'a?'.repeat(200)})${'a'.repeat(200)}b`, 'a'.repeat(200)),
  pattern('('.repeat(50_000), 'x'),
  pattern('(a{1000}){1000}', 'a'),
];
