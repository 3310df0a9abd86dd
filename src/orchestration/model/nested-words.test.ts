import { describe, expect, it } from 'vitest';
import { problem } from '../../template/index.ts';
import { inWordsAround } from './nested-words.ts';
import type { ModelResource } from './stack-model.ts';

const resource = { definition: { name: 'g' } } as ModelResource;
const said = (type: string, message: string, file?: string): [string, string] => {
  const around = file === undefined ? resource : { ...resource, file };
  const { type: kind, message: text } = inWordsAround(problem(type, message), 'resources', around);
  return [kind, text];
};

describe('a problem inside a resource', () => {
  it('is told with its place in the stack around it, as Heat tells it', () => {
    expect(said('StackValidationFailed', 'Property error: resources[0].properties: Unknown Property x')[1]).toBe(
      'Property error: resources.g<nested_stack>.resources[0].properties: Unknown Property x',
    );
    expect(said('StackValidationFailed', 'outputs.o.value.get_attr: no', 'a.yaml')[1]).toBe(
      'resources.g<a.yaml>.outputs.o.value.get_attr: no',
    );
  });
  it('has the place before it where it has none of its own', () => {
    expect(said('StackValidationFailed', "Parameter 'p' is invalid: no")[1]).toBe(
      "resources.g<nested_stack>: Parameter 'p' is invalid: no",
    );
  });
  it('keeps its class as a word, for around it the validation has failed', () => {
    expect(said('InvalidTemplateReference', 'no such thing')).toEqual([
      'StackValidationFailed',
      'InvalidTemplateReference: resources.g<nested_stack>: no such thing',
    ]);
  });
});
