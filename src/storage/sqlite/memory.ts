import { SqliteConnection } from './connection.ts';

/** A database in memory that outlives the stores opened on it, one after the other: a disk for simulations. */
export class MemoryDatabase {
  readonly connection = new SqliteConnection(':memory:');

  close(): void {
    this.connection.close();
  }
}
