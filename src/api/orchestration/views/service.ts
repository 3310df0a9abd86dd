import type { EngineView } from '../../../orchestration/types.ts';

/** An engine as Heat's service list shows it. */
export function serviceBody(engine: EngineView) {
  return {
    id: engine.id,
    binary: engine.binary,
    engine_id: engine.engineId,
    host: engine.host,
    hostname: engine.hostname,
    topic: engine.topic,
    report_interval: engine.reportIntervalSeconds,
    created_at: fineTime(engine.createdAt),
    updated_at: fineTime(engine.updatedAt),
    deleted_at: null,
    status: engine.status,
  };
}

/** `2026-01-01T00:00:00.000000`: this list alone has fractions and no zone. */
function fineTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 23)}000`;
}
