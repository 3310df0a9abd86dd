/** Serves a sandbox cloud on a state file until it is killed; prints its port. Arguments: file. */
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSandbox, DiskStateFile, listen } from '../../src/sandbox/index.ts';

const clock = { now: () => Date.now(), sleep: (ms: number, signal?: AbortSignal) => sleep(ms, undefined, { signal }) };
const random = { integer: (bound: number) => randomInt(bound), uuid: () => randomUUID() };
const state = new DiskStateFile(process.argv[2]!);
const sandbox = createSandbox({ name: 'kept', baseUrl: 'http://127.0.0.1', clock, random, state });
const listener = await listen(sandbox, 0);
process.stdout.write(`${listener.port}\n`);
