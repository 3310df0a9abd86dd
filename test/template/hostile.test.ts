/** Templates that mean harm: each is answered clearly, and none takes much memory or goes on for ever. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { CASES } from './hostile/cases.ts';
import type { Aftermath, Outcome } from './hostile/run.ts';

/** For what never ends; all of it takes a few seconds. */
const WATCHDOG_MS = 120_000;
const MOST_KILOBYTES = 300 * 1024;
/** Bytes of an answer. */
const LONGEST_ANSWER = 1_100_000;

describe('hostile templates', () => {
  const outcomes = new Map<string, Outcome>();
  let aftermath: Aftermath | undefined;

  beforeAll(async () => {
    const runner = fileURLToPath(new URL('hostile/run.ts', import.meta.url));
    const flags = readFileSync(new URL('../../script/node-flags', import.meta.url), 'utf8')
      .trim()
      .split(' ');
    const child = spawn(process.execPath, [...flags, runner], {
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: WATCHDOG_MS,
    });
    for (const line of (await text(child.stdout)).split('\n').filter((line) => line !== '')) {
      const said = JSON.parse(line) as Outcome | Aftermath;
      if ('name' in said) outcomes.set(said.name, said);
      else aftermath = said;
    }
  }, WATCHDOG_MS + 10_000);

  it.each(CASES.map((item) => [item.name.slice(0, 80), item] as const))('%s', (_, { name, status, type, says }) => {
    const outcome = outcomes.get(name);
    expect(outcome, 'no answer').toBeDefined();
    expect([outcome!.status, outcome!.message]).toEqual([status, status === 200 ? undefined : expect.any(String)]);
    if (type !== undefined) expect(outcome!.type).toBe(type);
    if (says !== undefined) expect(outcome!.message).toMatch(says);
    expect(outcome!.size).toBeLessThan(LONGEST_ANSWER);
  });

  it('leave nothing behind', () => {
    expect(aftermath).toBeDefined();
    expect(aftermath!.polluted).toBe(false);
  });

  it('take little memory', () => {
    expect(aftermath!.peakKilobytes).toBeLessThan(MOST_KILOBYTES);
  });
});
