import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreUnusable } from '../executor.ts';
import { FileMaps } from '../files.ts';
import { migrate } from '../migrations/migrate.ts';
import { Queries } from '../queries.ts';
import { SqliteConnection } from './connection.ts';
import { SQLITE } from './dialect.ts';
import type { Schedule } from './group-commit.ts';
import { lock } from './lock.ts';
import { MemoryDatabase } from './memory.ts';
import { SqliteStore, type OpenDatabase } from './store.ts';

export interface OpenOptions {
  /** The database's file; made, with its folder, where there is none. */
  readonly path?: string;
  /** Instead of a file: a new database in memory, or one that is there. */
  readonly memory?: true | MemoryDatabase;
  /** How long to wait for a process that is just ending to let go of the file, in milliseconds. By default 2000. */
  readonly patience?: number;
  /** When the writes that queued up are committed. By default `setImmediate`. */
  readonly schedule?: Schedule;
}

/**
 * Opens the embedded database and brings its schema up to date. The file is readable by its owner only.
 * Throws {@link StoreUnusable} when the file is no database, another process uses it, or a newer version wrote it.
 */
export async function openStore(options: OpenOptions): Promise<SqliteStore> {
  const database =
    options.path === undefined ? openMemory(options.memory) : openFile(options.path, options.patience ?? 2000);
  const { writer } = database;
  try {
    writer.execute('BEGIN IMMEDIATE');
    await migrate(writer, SQLITE);
    writer.execute('COMMIT');
  } catch (error) {
    writer.rollback();
    database.release();
    throw error;
  }
  const schedule = options.schedule ?? ((run) => void setImmediate(run));
  return new SqliteStore(database, { queries: new Queries(SQLITE), files: new FileMaps() }, schedule);
}

function openMemory(memory: OpenOptions['memory']): OpenDatabase {
  if (memory instanceof MemoryDatabase) return { writer: memory.connection, release: () => {} };
  const { connection } = new MemoryDatabase();
  return { writer: connection, release: () => connection.close() };
}

function openFile(path: string, patience: number): OpenDatabase {
  const opened: { close(): void }[] = [];
  const release = (): void => {
    for (const one of opened.splice(0).reverse()) one.close();
  };
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    for (const file of [path, `${path}.lock`]) closeSync(openSync(file, 'a', 0o600));
    opened.push({ close: lock(path, patience) });
    const writer = new SqliteConnection(path);
    opened.push(writer);
    // FULL: a commit is on disk when it returns, also when the power fails. https://sqlite.org/pragma.html#pragma_synchronous
    writer.execute('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    const reader = new SqliteConnection(path);
    opened.push(reader);
    reader.execute('PRAGMA query_only = ON');
    return { writer, reader, release };
  } catch (error) {
    release();
    if (error instanceof StoreUnusable) throw error;
    const cause = error instanceof Error ? error.message : String(error);
    throw new StoreUnusable(`The database ${path} cannot be opened: ${cause}.`, { cause: error });
  }
}
