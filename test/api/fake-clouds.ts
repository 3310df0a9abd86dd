import type { CloudRegistry, CloudReport, CloudView } from '../../src/orchestration/clouds/types.ts';

const CLOUD: CloudView = { name: 'west', insecure: false, hasCaCert: false, createdAt: 0 };
const REPORT: CloudReport = { name: 'west', roles: [], services: [], quotas: {}, problems: [] };

/** One cloud, whoever asks. */
export class FakeClouds implements CloudRegistry {
  list = async (): Promise<CloudView[]> => [CLOUD];
  show = async (): Promise<CloudView> => CLOUD;
  add = async (): Promise<CloudView> => CLOUD;
  replace = async (): Promise<CloudView> => CLOUD;
  remove = async (): Promise<void> => undefined;
  check = async (): Promise<CloudReport> => REPORT;
}
