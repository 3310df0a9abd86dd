import { str } from '../../expressions/python/text.ts';
import { typeError, valueError } from '../resolve-error.ts';
import type { TemplateFunction } from './contract.ts';

/** `get_file: key`: the content that came with the request under that key. */
export const getFile: TemplateFunction = {
  description: 'A function for including a file inline.',
  result: (raw, call) => {
    const key = call.resolve(raw);
    if (typeof key !== 'string') throw typeError(`Argument to "${call.name}" must be a string`);
    const content = call.scope.file(key);
    if (content === undefined)
      throw valueError(`No content found in the "files" section for ${call.name} path: ${str(key)}`);
    return content;
  },
};
