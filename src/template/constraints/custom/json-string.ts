import type { LocalConstraint } from './contract.ts';

/** Text that is JSON. */
export const jsonString: LocalConstraint = (value) => {
  try {
    if (typeof value !== 'string') return 'Value must be JSON in text';
    JSON.parse(value);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
};
