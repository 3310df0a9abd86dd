import { readFileSync } from 'node:fs';
import { fetch } from 'undici';
import { CASES } from '../test/template/hostile/cases.ts';
import type { Figure, Tell } from './figure.ts';
import type { MeasuredServer } from './server.ts';

/** Sends every hostile request of the tests to a server, one after another, and says which took longest and what memory they took. */
export async function runHostile({ connection, pid }: MeasuredServer, tell: Tell): Promise<Figure[]> {
  const url = await connection.service('orchestration').endpoint();
  const headers = { 'x-auth-token': await connection.token(), 'content-type': 'application/json' };
  let slowest: Figure = { name: '', units: 0, seconds: 0 };
  for (const { name, path, status, body } of CASES) {
    const sent = body();
    const began = performance.now();
    const answer = await fetch(`${url}${path}`, { method: 'POST', headers, body: sent });
    await answer.arrayBuffer();
    const seconds = (performance.now() - began) / 1000;
    if (answer.status !== status) throw new Error(`hostile: ${name}: answered ${answer.status} instead of ${status}`);
    if (seconds > slowest.seconds!) slowest = { name: `  ${name}`, units: 1, seconds };
  }
  const figures: Figure[] = [
    { name: 'hostile requests: slowest', units: CASES.length, seconds: slowest.seconds! },
    { name: 'hostile requests: memory', units: CASES.length, megabytes: peakMegabytes(pid) },
  ];
  figures.forEach(tell);
  tell(slowest);
  return figures;
}

/** The most memory that a process has had so far (Linux). */
function peakMegabytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
}
