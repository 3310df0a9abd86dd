import { writeFileSync } from 'node:fs';
import { writeJson } from '../../../src/expressions/json.ts';
import { evaluateInPython } from './compare.ts';
import { corpus } from './corpus.ts';

// Records what python3-yaql makes of the corpus: `node test/differential/yaql/record.ts`, after the corpus changed.
const cases = corpus();
const outcomes = evaluateInPython(cases);
const lines = cases.map(({ expression }, index) => writeJson([expression, outcomes[index]!]));
writeFileSync(new URL('expected.jsonl', import.meta.url), `${lines.join('\n')}\n`);
