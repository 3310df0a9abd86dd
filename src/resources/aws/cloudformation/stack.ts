import { follow } from '../../../expressions/path.ts';
import { isNumber, own, toNumber } from '../../../expressions/values.ts';
import { mapAt, textOf } from '../../access.ts';
import { ResourceError, type NestedContext, type NestedDefinition, type Properties } from '../../contract.ts';
import { defineResource } from '../../define.ts';
import { int, map, str } from '../../schema.ts';

/** Attributes are outputs of the nested stack, under this word. Heat: cfn/stack.py `get_attribute`. */
const OUTPUTS = 'Outputs.';

function define({ files }: NestedContext, properties: Properties): { nested: NestedDefinition } {
  const url = textOf(properties, 'TemplateURL') ?? '';
  const template = Object.hasOwn(files, url) ? files[url] : undefined;
  if (template === undefined) {
    throw new ResourceError('StackValidationFailed', `Could not fetch remote template '${url}'`);
  }
  const minutes = own(properties, 'TimeoutInMinutes') ?? null;
  const nested = {
    template,
    parameters: mapAt(properties, 'Parameters'),
    ...(isNumber(minutes) ? { timeoutMins: toNumber(minutes) } : {}),
  };
  return { nested };
}

export default defineResource({
  type: 'AWS::CloudFormation::Stack',
  description: 'A stack of its own, from a template at a URL.',
  properties: {
    TemplateURL: str({ required: true, update: true }),
    TimeoutInMinutes: int({ update: true }),
    Parameters: map({ update: true }),
  },
  urls: (properties) => {
    const url = textOf(properties, 'TemplateURL');
    return url === undefined ? [] : [url];
  },
  nested: {
    define,
    attribute(outputs, attribute, path, name) {
      const output = attribute.startsWith(OUTPUTS) ? own(outputs, attribute.slice(OUTPUTS.length)) : undefined;
      if (output !== undefined) return follow(output, path);
      throw new ResourceError(
        'InvalidTemplateAttribute',
        `The Referenced Attribute (${name} ${attribute}) is incorrect.`,
      );
    },
  },
});
