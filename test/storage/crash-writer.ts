/** Writes to the database named by its argument without end, and prints the number of each transaction once it is acknowledged. */
import { writeSync } from 'node:fs';
import { openStore } from '../../src/storage/sqlite/open.ts';
import { aResource, aStack, anEvent } from './samples.ts';

const store = await openStore({ path: process.argv[2]! });
if ((await store.stack('s1')) === undefined) await store.transact(async (tx) => tx.addStack(aStack()));

let next = (await store.resources('s1')).length;
const writer = async (): Promise<never> => {
  for (;;) {
    const number = (next += 1);
    await store.transact(async (tx) => {
      await tx.addResources([aResource({ id: `r${number}`, metadata: { filler: 'x'.repeat(500) } })]);
      await tx.addEvents([anEvent({ id: `e${number}` })]);
      await tx.changeResource(`r${number}`, { status: 'FAILED' });
    });
    writeSync(1, `${number}\n`);
  }
};
await Promise.all(Array.from({ length: 5 }, writer));
