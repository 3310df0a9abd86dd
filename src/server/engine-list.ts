import { hostname } from 'node:os';
import type { Clock, Random } from '../expressions/ports.ts';
import type { EngineView } from '../orchestration/types.ts';

/** How often an engine is said to report, in seconds. Heat: periodic_interval. */
const REPORT_SECONDS = 60;

/** The engines of an installation whose only engine is in this process. */
export function onlyEngine(clock: Clock, random: Random): () => Promise<readonly EngineView[]> {
  const host = hostname();
  const fixed = { id: random.uuid(), engineId: random.uuid(), host, hostname: host, createdAt: clock.now() };
  return () =>
    Promise.resolve([
      {
        ...fixed,
        binary: 'heat-engine',
        topic: 'engine',
        reportIntervalSeconds: REPORT_SECONDS,
        updatedAt: clock.now(),
        status: 'up',
      },
    ]);
}
