export { contract, type Stage, type Test } from './contract.ts';
export { Client, dig, listAt, textAt } from './client.ts';
export { sandboxWorld, seeded, testSandbox, TestClock } from './sandbox-world.ts';
export type { Person, Reply, World } from './types.ts';
