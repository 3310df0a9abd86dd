/** Sends every hostile request to a whole service, and prints a line of JSON about each answer; the last is about the process. */
import { readFileSync } from 'node:fs';
import { ResourceTypes } from '../../../src/resources/catalog.ts';
import { resourceTypes } from '../../../src/resources/index.ts';
import type { Orchestration } from '../../../src/orchestration/types.ts';
import { MINE, testApi } from '../../api/support.ts';
import { WholeService } from '../../support/engine/whole-service.ts';
import type { HostileCase } from './case.ts';
import { CASES } from './cases.ts';

export interface Outcome {
  readonly name: string;
  readonly status: number;
  readonly type?: string;
  readonly message?: string;
  /** Bytes of the answer. */
  readonly size: number;
}

export interface Aftermath {
  /** The most memory that the process had, with all that the tests need. */
  readonly peakKilobytes: number;
  readonly polluted: boolean;
}

const service = await WholeService.start(1);
const orchestration: Pick<Orchestration, 'validate' | 'preview'> = {
  validate: (_who, input, options) => service.ask((stacks, who) => stacks.validate(who, input, options)),
  preview: (_who, input) => service.ask((stacks, who) => stacks.preview(who, input)),
};
const api = testApi({
  parts: { orchestration: orchestration as Orchestration, types: new ResourceTypes(resourceTypes) },
  config: { maxBodyBytes: 1_048_576 },
});

async function outcome({ name, path, body }: HostileCase): Promise<Outcome> {
  const answer = await api.app.inject({
    method: 'POST',
    url: `/orchestration/v1/${MINE.projectId}${path}`,
    headers: { 'x-auth-token': 'member', 'content-type': 'application/json' },
    payload: Buffer.from(body()),
  });
  const error = (answer.json() as { error?: { type: string; message?: string } }).error;
  return {
    name,
    status: answer.statusCode,
    size: answer.rawPayload.length,
    ...(error === undefined ? {} : { type: error.type, message: String(error.message).slice(0, 1000) }),
  };
}

const only = process.argv[2];
for (const item of CASES) {
  if (only !== undefined && item.name !== only) continue;
  process.stdout.write(`${JSON.stringify(await outcome(item))}\n`);
}
const polluted = 'polluted' in {};
// Not `maxRSS`: that begins with what the process had that started this one.
const peakKilobytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]);
process.stdout.write(`${JSON.stringify({ peakKilobytes, polluted } satisfies Aftermath)}\n`);
process.exit(0);
