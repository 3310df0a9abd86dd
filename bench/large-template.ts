import type { Connection } from '../src/clouds/types.ts';
import { isMap } from '../src/expressions/values.ts';

/** Characters of the template that the budget is for. */
const LENGTH = 500_000;
const RESOURCES = 980;

/** YAML of 500,000 characters with parameters, functions and references, such as generators write. */
export function largeTemplate(): string {
  const head = [
    'heat_template_version: 2018-08-31',
    'parameters:',
    '  greeting: {type: string, default: hello, constraints: [{length: {min: 1, max: 80}}]}',
    'resources:',
  ];
  const outputs = ['outputs:', `  last: {value: {get_attr: [r${RESOURCES - 1}, value]}}`];
  const room = LENGTH - [...head, ...outputs].join('\n').length;
  const resources = Array.from({ length: RESOURCES }, (_, i) => resource(i, Math.floor(room / RESOURCES)));
  return `${[...head, ...resources, ...outputs].join('\n')}\n`;
}

function resource(index: number, length: number): string {
  const before = index === 0 ? '{get_param: greeting}' : `{get_attr: [r${index - 1}, value]}`;
  const text = [
    `  r${index}:`,
    '    type: OS::Heat::Value',
    '    metadata: {owner: bench, labels: [one, two, three]}',
    '    properties:',
    '      type: string',
    '      value:',
    '        str_replace:',
    '          template: |',
    '            before: $before',
    '          params:',
    `            $before: ${before}`,
    '            $words: {list_join: [", ", [{get_param: greeting}, "OS::stack_name", world]]}',
  ].join('\n');
  return text.replace('$before\n', `$before $words ${'.'.repeat(Math.max(0, length - text.length - 9))}\n`);
}

/** Seconds of a validation of the template, from request to answer: the median of `times`, after `warmUps` that are not counted. */
export async function validationSeconds(
  connection: Connection,
  serviceType: string,
  { warmUps, times }: { warmUps: number; times: number },
): Promise<number> {
  const service = connection.service(serviceType);
  const template = largeTemplate();
  const took: number[] = [];
  for (let i = 0; i < warmUps + times; i++) {
    const began = performance.now();
    const answer = await service.post('/validate', { template });
    took.push((performance.now() - began) / 1000);
    if (!isMap(answer) || !isMap(answer['Parameters'])) throw new Error('the large template is not valid');
  }
  return took.slice(warmUps).toSorted((a, b) => a - b)[Math.floor(times / 2)]!;
}
