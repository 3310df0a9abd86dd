import { booleanFunctions } from './boolean.ts';
import { branchingFunctions } from './branching.ts';
import { collectionFunctions } from './collections.ts';
import { commonFunctions } from './common.ts';
import { dateFunctions } from './date-time.ts';
import { Library } from './library.ts';
import { mathFunctions } from './math.ts';
import { queryFunctions } from './queries.ts';
import { regexFunctions } from './regex.ts';
import { stringFunctions } from './strings.ts';
import { fallbackFunctions, systemFunctions } from './system.ts';

/** yaql's standard library, whole, as Heat and Mistral have it. */
export function standardLibrary(): Library {
  return new Library([
    fallbackFunctions(),
    [
      ...systemFunctions(),
      ...commonFunctions(),
      ...booleanFunctions(),
      ...stringFunctions(),
      ...mathFunctions(),
      ...collectionFunctions(),
      ...queryFunctions(),
      ...regexFunctions(),
      ...branchingFunctions(),
      ...dateFunctions(),
    ],
  ]);
}
