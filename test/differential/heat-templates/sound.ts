import type { ValueMap } from '../../../src/expressions/values.ts';
import type { Ask } from './sides.ts';

const VERSIONS: readonly ValueMap[] = [
  { HeatTemplateFormatVersion: '2012-12-12' },
  { AWSTemplateFormatVersion: '2010-09-09' },
];
const BODY = {
  Resources: {
    a: { Type: 'OS::Heat::None' },
    b: { Type: 'OS::Heat::Value', Properties: { value: { Ref: 'a' } } },
  },
};
/** More than there are workers that may answer. */
const TRIES = 12;

/**
 * Throws where a worker of the Heat refuses references to resources in CloudFormation templates: so does one that was asked for
 * functions `with_condition_func` before, until it is restarted.
 */
export async function requireSound(heat: Ask): Promise<void> {
  for (const version of VERSIONS) {
    for (let i = 0; i < TRIES; i++) {
      const { status } = await heat('/stacks/preview', { stack_name: 'sound', template: { ...version, ...BODY } });
      if (status === 200) continue;
      throw new Error('The Heat is spoiled (a list of functions with conditions does it): restart its engine.');
    }
  }
}
