import { StoreUnusable } from '../executor.ts';
import { SqliteConnection } from './connection.ts';

/**
 * Keeps other processes off the database at `path`, for two engines on it would each work on every stack. The lock lies
 * on a file beside it, through SQLite's own file locks: the operating system takes it back however the process ends.
 * Waits for it up to `patience` milliseconds, blocking. Gives what releases it. Throws {@link StoreUnusable} when another process holds it.
 */
export function lock(path: string, patience: number): () => void {
  const holder = new SqliteConnection(`${path}.lock`, patience);
  try {
    holder.execute('BEGIN EXCLUSIVE');
  } catch (error) {
    holder.close();
    throw new StoreUnusable(`The database ${path} is in use by another process. Stop that one first.`, {
      cause: error,
    });
  }
  return () => holder.close();
}
