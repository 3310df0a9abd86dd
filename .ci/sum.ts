/** Sums up the parts of a run: `<part>.json` is a report of vitest, `<part>.status` the status that the part ended with. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}

const folder = process.argv[2] ?? '.';
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const file of readdirSync(folder).filter((name) => name.endsWith('.status'))) {
  const part = file.slice(0, -'.status'.length);
  const ok = readFileSync(join(folder, file), 'utf8').trim() === '0';
  const found = existsSync(join(folder, `${part}.json`)) ? report(part) : { passed: ok ? 1 : 0, failed: 0, skipped: 0 };
  // A part that was cut short, or a file that could not even be loaded, is a failure that no test reports.
  const failed = ok ? found.failed : Math.max(found.failed, 1);
  sum.passed += found.passed;
  sum.failed += failed;
  sum.skipped += found.skipped;
  process.stdout.write(`${part}: ${found.passed} passed, ${failed} failed, ${found.skipped} skipped\n`);
}
const skipped = sum.skipped === 0 ? '' : `, ${sum.skipped} skipped`;
process.stdout.write(`${sum.passed} passed, ${sum.failed} failed${skipped}\n`);
process.exitCode = sum.failed === 0 && sum.passed > 0 ? 0 : 1;

function report(part: string): { passed: number; failed: number; skipped: number } {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(join(folder, `${part}.json`), 'utf8'),
  ) as Report;
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}
