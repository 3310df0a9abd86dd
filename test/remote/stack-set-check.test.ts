/** What is said of a stack set before anything of it is made. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ValueMap } from '../../src/expressions/values.ts';
import { ManyClouds } from './support/many-clouds.ts';
import { setOf } from './support/stack-set.ts';
import { mapAt, type Answer, type User } from './support/user.ts';

describe('the check of a stack set', () => {
  let world: ManyClouds;
  let user: User;
  const names = ['a', 'b', 'c', 'd'];
  const clouds: ValueMap[] = names.map((cloud) => ({ cloud }));

  beforeEach(async () => {
    world = new ManyClouds();
    world.cloud('east');
    await world.run(async () => {
      user = await world.user(await world.server('east'), 'east');
      for (const name of names) {
        world.cloud(name);
        await user.ask('POST', '/clouds', { name, ...world.credential(name) });
      }
    });
  });
  afterEach(() => world.close());

  const problemsOf = ({ body }: Answer): ValueMap[] => mapAt(body, 'error')['problems'] as ValueMap[];
  /** Takes the flavor away that the template names. */
  const lacking = async (name: string): Promise<void> => {
    const admin = (await world.connect(name, world.password('admin', 'admin'))).service('compute');
    const { flavors } = (await admin.get('/flavors')) as { flavors: ValueMap[] };
    await admin.delete(`/flavors/${String(flavors.find((flavor) => flavor['name'] === 'm1.tiny')!['id'])}`);
  };
  const preview = (template: ReturnType<typeof setOf>): Promise<Answer> =>
    user.ask('POST', '/stacks/preview', { stack_name: 's', template });

  it('refuses it with what each cloud lacks, and where that is written', async () => {
    await world.run(async () => {
      await lacking('b');
      world.hosts.delete(new URL(world.sandboxes.get('c')!.baseUrl).origin);
      const template = JSON.stringify(setOf(clouds, { failure_tolerance: 1 }), null, 2);
      for (const path of ['/stacks', '/stacks/preview']) {
        const answer = await user.ask('POST', path, { stack_name: 's', template });
        expect([path, answer.status]).toEqual([path, 400]);
        const told = problemsOf(answer).map(({ path: at, message }) => [(at as string[]).join('.'), String(message)]);
        expect(told[0]![1]).toMatch(
          /2 of the 4 clouds cannot take their stack, and 1 may fail: b: .*; c: .* cloud "c" due to /,
        );
        expect(told.map(([at]) => at)).toEqual([
          'resources.set.resources.b',
          'resources.set.resources.b.properties.template.resources.server.properties.flavor',
          'resources.set.resources.c.properties.context',
        ]);
        expect(told[1]![1]).toContain('m1.tiny');
        expect(told[2]![1]).toContain('Unable to establish connection');
        const lines = template.split('\n');
        const written = problemsOf(answer).map(({ line }) => lines.slice(Number(line) - 1, Number(line) + 1).join(''));
        expect(written[1]).toContain('"cloud": "b"');
        expect(written[2]).toContain('"cloud": "c"');
      }
      expect((await user.ask('GET', '/stacks')).body).toEqual({ stacks: [] });
    });
  });

  it('lets pass what may fail; its members fail with the same reason', async () => {
    await world.run(async () => {
      await lacking('b');
      world.hosts.delete(new URL(world.sandboxes.get('c')!.baseUrl).origin);
      const template = setOf(clouds, { failure_tolerance: 2 });
      expect((await preview(template)).status).toBe(200);
      expect((await user.ask('POST', '/validate', { template })).status).toBe(200);
      expect((await user.ask('POST', '/validate', { template: setOf(clouds) })).status).toBe(400);
      const id = await user.create('s', template);
      expect((await user.ended('s', id))['stack_status']).toBe('CREATE_COMPLETE');
      const status = mapAt(mapAt(await user.resource('s', id, 'set'), 'attributes'), 'status');
      expect(String(mapAt(status, 'b')['reason'])).toContain('m1.tiny');
      expect(String(mapAt(status, 'c')['reason'])).toContain('Unable to establish connection');
      expect(await world.serversOn('d')).toHaveLength(1);
    });
  });

  it('refuses it where no cloud can take its stack, however many may fail', async () => {
    await world.run(async () => {
      for (const name of names) await lacking(name);
      const answer = await preview(setOf(clouds, { failure_tolerance: 4 }));
      expect(answer.status).toBe(400);
      expect(problemsOf(answer)[0]!['message']).toMatch(/None of the clouds can take its stack: a: /);
    });
  });

  it('waits no longer for a cloud that hangs than its answer matters', async () => {
    await world.run(async () => {
      world.sandboxes.get('c')!.faults.add({ effect: { hang: true } });
      const begun = world.clock.now();
      expect((await preview(setOf(clouds, { failure_tolerance: 1 }))).status).toBe(200);
      expect(world.clock.now() - begun).toBeLessThan(8_000);
      const answer = await preview(setOf(clouds));
      expect(answer.status).toBe(400);
      expect(problemsOf(answer)[0]!['message']).toContain('The cloud did not answer within 30 s.');
      expect(world.clock.now() - begun).toBeLessThan(45_000);
    });
  });
});
