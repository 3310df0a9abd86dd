import { typeError } from '../resolve-error.ts';
import type { TemplateFunction } from './contract.ts';

/** `Fn::Base64: text`: the text itself, for user data is encoded later. */
export const base64: TemplateFunction = {
  description: 'A placeholder function for converting to base64.',
  result: (args, call) => {
    const text = call.resolve(args);
    if (typeof text !== 'string') throw typeError(`"${call.name}" argument must be a string`);
    return text;
  },
};
