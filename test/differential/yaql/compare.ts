import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseJson, writeJson } from '../../../src/expressions/json.ts';
import { Float, isMap, type Value, type ValueMap } from '../../../src/expressions/values.ts';
import { compileYaql, type EvaluateOptions, YaqlError } from '../../../src/expressions/yaql/yaql.ts';
import type { Case } from './corpus.ts';

/** What an expression came to. In a value that held a set (`unordered`) the order of lists means nothing. */
export type Outcome =
  { readonly value: Value; readonly unordered?: boolean } | { readonly error: string; readonly message?: string };

const PYTHON = '/usr/bin/python3';

/** Whether Debian's python3-yaql is here to compare with. */
export function hasPythonYaql(): boolean {
  try {
    execFileSync(PYTHON, ['-c', 'import yaql'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Evaluates the cases with python3-yaql. */
export function evaluateInPython(cases: readonly Case[]): Outcome[] {
  const script = fileURLToPath(new URL('run.py', import.meta.url));
  const output = execFileSync(PYTHON, [script], {
    input: writeJson(cases),
    env: { ...process.env, PYTHONHASHSEED: '0' },
    maxBuffer: 2 ** 30,
  });
  return parseJson(output.toString()) as unknown as Outcome[];
}

/** Evaluates a case with our own YAQL. */
export function evaluateHere(one: Case, options: EvaluateOptions): Outcome {
  try {
    return { value: encode(compileYaql(one.expression).evaluate({ data: one.data }, options)) };
  } catch (error) {
    if (error instanceof YaqlError) return { error: error.kind, message: error.message };
    throw error;
  }
}

/** What two equal outcomes have the same of: the error's class, or the value with its keys in order. */
export function signature(outcome: Outcome, unordered: boolean): string {
  return 'error' in outcome ? `error ${outcome.error}` : writeJson(normalise(outcome.value, unordered));
}

function encode(value: Value): Value {
  if (value instanceof Float && !Number.isFinite(value.value)) {
    return { $float: Number.isNaN(value.value) ? 'nan' : value.value > 0 ? 'inf' : '-inf' };
  }
  if (Array.isArray(value)) return value.map(encode);
  return isMap(value) ? mapValues(value, encode) : value;
}

function normalise(value: Value, unordered: boolean): Value {
  if (Array.isArray(value)) {
    const items = value.map((item) => normalise(item, unordered));
    return unordered ? items.sort((a, b) => (writeJson(a) < writeJson(b) ? -1 : 1)) : items;
  }
  return isMap(value) ? mapValues(value, (item) => normalise(item, unordered)) : value;
}

function mapValues(map: ValueMap, change: (value: Value) => Value): ValueMap {
  const keys = Object.keys(map).sort();
  return Object.fromEntries(keys.map((key) => [key, change(map[key]!)]));
}
