import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IsothermProcess } from '../../support/isotherm-process.ts';

/** `isotherm quickstart` on a folder of its own; it can be killed and started again on that folder. */
export class Quickstart extends IsothermProcess {
  readonly data: string;
  readonly cloudsFile: string;

  constructor(port: number, more: readonly string[]) {
    const data = mkdtempSync(join(tmpdir(), 'isotherm-quickstart-'));
    super(['quickstart', '--port', String(port), '--data', data, ...more], { serving: 'Isotherm serves' });
    this.data = data;
    this.cloudsFile = join(data, 'clouds.yaml');
  }

  /** Ends it and removes its folder. */
  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.data, { recursive: true, force: true });
  }
}
