import { writeFileSync } from 'node:fs';
import { writeJson } from '../../../src/expressions/json.ts';
import { evaluateInPython } from './compare.ts';
import { corpus } from './corpus.ts';

// Records what python3-yaql makes of the corpus: `node test/differential/yaql/record.ts`, after the corpus changed.
const cases = corpus();
const outcomes = evaluateInPython(cases);
// Texts of errors are left out: some show addresses, and they are not compared.
const lines = cases.map(({ expression }, index) => {
  const outcome = outcomes[index]!;
  return writeJson([expression, 'error' in outcome ? { error: outcome.error } : outcome]);
});
writeFileSync(new URL('expected.jsonl', import.meta.url), `${lines.join('\n')}\n`);
