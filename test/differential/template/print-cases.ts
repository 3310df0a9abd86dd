/** Prints the cases as lines of JSON, for record.py. */
import { CASES } from './cases.ts';

for (const item of CASES) process.stdout.write(`${JSON.stringify(item)}\n`);
