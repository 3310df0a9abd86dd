import { afterEach, expect, it } from 'vitest';
import { SqliteConnection } from './connection.ts';
import { GroupCommit } from './group-commit.ts';

const connection = new SqliteConnection(':memory:');
afterEach(() => {
  connection.close();
});

it('acknowledges nothing that a full disk swallowed, and goes on when there is room again', async () => {
  connection.execute('create table t (n integer, filler blob); PRAGMA max_page_count = 20');
  const commits = new GroupCommit(connection, (run) => void setImmediate(run));
  const insert = async (n: number, bytes: number): Promise<unknown> =>
    commits.run(async (executor) =>
      executor.rows({ sql: 'insert into t values (?, zeroblob(?))', parameters: [n, bytes] }),
    );
  const numbers = (): number[] =>
    connection.run<{ n: number }>({ sql: 'select n from t order by n', parameters: [] }).map(({ n }) => n);

  const results = await Promise.allSettled([insert(1, 10), insert(2, 1_000_000), insert(3, 10)]);
  expect(results[1]).toMatchObject({
    status: 'rejected',
    reason: { message: expect.stringContaining('full') as string },
  });
  expect(numbers()).toEqual([1, 2, 3].filter((_, index) => results[index]!.status === 'fulfilled'));

  const stubborn = commits.run(async (executor) => {
    await executor
      .rows({ sql: 'insert into t values (5, zeroblob(1000000))', parameters: [] })
      .catch(async () => executor.rows({ sql: 'insert into t values (6, null)', parameters: [] }));
  });
  await expect(stubborn).rejects.toThrow(/full/);
  expect(numbers()).not.toContain(6);

  connection.execute('PRAGMA max_page_count = 100000');
  await insert(4, 1_000_000);
  expect(numbers()).toContain(4);
  await commits.close();
});
