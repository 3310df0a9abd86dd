import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TEST_CA } from '../../../src/clouds/testing/certificates.ts';
import { httpdConf, keystoneConf } from './configuration.ts';
import { Daemon } from './daemon.ts';
import { freePort } from './free-port.ts';
import { APACHE } from './packages.ts';

const PATIENCE_MS = 120_000;
const ANSWER_MS = 30_000;
const LONGEST_LOG = 8_000;
const APPLICATION = fileURLToPath(new URL('application.py', import.meta.url));

/**
 * A Keystone of our own on loopback, started from Debian's packages with a database in a temporary folder. With a provider
 * an Apache stands before it that checks their access tokens, as an operator would set it up; else it serves HTTP by itself.
 */
export class PrivateKeystone {
  /** Its Identity v3 endpoint. Its user `admin` has the password `secret`. */
  readonly authUrl: string;
  readonly #folder: string;
  readonly #daemons: readonly Daemon[];

  private constructor(authUrl: string, folder: string, daemons: readonly Daemon[]) {
    this.authUrl = authUrl;
    this.#folder = folder;
    this.#daemons = daemons;
  }

  /** Starts it; `issuer` is the provider's address. Rejects with the logs when it does not come up. */
  static async start(issuer?: string): Promise<PrivateKeystone> {
    const folder = mkdtempSync(join(tmpdir(), 'isotherm-keystone-'));
    // The web server runs as another user and has to get to the socket and the CA.
    chmodSync(folder, 0o711);
    const port = await freePort();
    const conf = join(folder, 'keystone.conf');
    writeFileSync(conf, keystoneConf(folder));
    makeDatabase(join(folder, 'keystone.db'));
    for (const repository of ['fernet', 'receipts', 'credential']) writeKeys(join(folder, repository));
    const authUrl = `http://127.0.0.1:${port}/v3`;
    const daemons = [startApplication(folder, conf, authUrl, issuer === undefined)];
    if (issuer !== undefined) daemons.push(startWebServer(folder, port, issuer));
    const made = new PrivateKeystone(authUrl, folder, daemons);
    try {
      await made.#answers();
    } catch (error) {
      const logs = daemons.map(({ printed }) => printed.slice(-LONGEST_LOG)).join('\n');
      await made.close();
      throw new Error(`The private Keystone did not come up:\n${logs}`, { cause: error });
    }
    return made;
  }

  /** Ends its processes and removes its folder. */
  async close(): Promise<void> {
    await Promise.all(this.#daemons.map((daemon) => daemon.end()));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      // Until the application is there, its socket takes requests and lets them wait.
      const status = await fetch(this.authUrl, { signal: AbortSignal.timeout(ANSWER_MS) }).then(
        (answer) => answer.status,
        () => 0,
      );
      if (status === 200) return;
      if (Date.now() > deadline || this.#daemons.some(({ hasEnded }) => hasEnded)) throw new Error(`status ${status}`);
      await sleep(100);
    }
  }
}

function startApplication(folder: string, conf: string, url: string, alone: boolean): Daemon {
  const where = alone
    ? ['--http-socket', new URL(url).host]
    : ['--socket', join(folder, 'keystone.sock'), '--chmod-socket=666'];
  const options = ['--plugin', 'python3', '--wsgi-file', APPLICATION, '--need-app', '--lazy-apps'];
  const ways = ['--master', '--die-on-term', '--no-orphans', '--buffer-size', '65535'];
  const command = ['uwsgi', ...where, ...options, ...ways, '--disable-logging'];
  return new Daemon(command, join(folder, 'uwsgi.log'), { OS_KEYSTONE_CONFIG_FILES: conf, PUBLIC_URL: url });
}

function startWebServer(folder: string, port: number, issuer: string): Daemon {
  const conf = join(folder, 'httpd.conf');
  writeFileSync(join(folder, 'ca.pem'), TEST_CA);
  writeFileSync(conf, httpdConf(folder, port, issuer));
  return new Daemon([APACHE, '-f', conf, '-DFOREGROUND'], join(folder, 'apache.log'));
}

// Keystone reads over one connection while it writes over another, which SQLite allows only with a log of its own.
function makeDatabase(file: string): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL');
  database.close();
}

// What `keystone-manage fernet_setup` does, without the seconds that it takes to start: a staged and a primary key.
function writeKeys(repository: string): void {
  mkdirSync(repository, { mode: 0o700 });
  for (const name of ['0', '1']) {
    writeFileSync(join(repository, name), `${randomBytes(32).toString('base64url')}=`, { mode: 0o600 });
  }
}
