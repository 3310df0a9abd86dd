import type { Ask } from './sides.ts';

const TEMPLATE = {
  HeatTemplateFormatVersion: '2012-12-12',
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
  for (let i = 0; i < TRIES; i++) {
    const { status } = await heat('/stacks/preview', { stack_name: 'sound', template: TEMPLATE });
    if (status !== 200)
      throw new Error('The Heat is spoiled (a list of functions with conditions does it): restart its engine.');
  }
}
