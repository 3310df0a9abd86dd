import { describe, expect, it } from 'vitest';
import { writeJson } from '../../src/expressions/json.ts';
import type { Value, ValueMap } from '../../src/expressions/values.ts';
import { WholeService } from '../support/engine/whole-service.ts';

interface Wish {
  readonly size?: number;
  readonly policy?: string;
  readonly only?: 'volume' | 'server';
}

function template({ size = 1, policy = 'Snapshot', only }: Wish = {}): string {
  const resources: Record<string, Value> = {
    volume: { type: 'OS::Cinder::Volume', deletion_policy: policy, properties: { size } },
    server: {
      type: 'OS::Nova::Server',
      deletion_policy: policy,
      properties: { image: 'cirros', flavor: 'm1.tiny', networks: [{ allocate_network: 'none' }] },
    },
  };
  const kept = Object.entries(resources).filter(([name]) => only === undefined || name === only);
  return writeJson({ heat_template_version: '2021-04-16', resources: Object.fromEntries(kept) });
}

const list = (service: WholeService, type: string, path: string, key: string): Promise<ValueMap[]> =>
  service.ask(async () => {
    const answer = (await service.who.connection.service(type).get(path)) as Record<string, ValueMap[]>;
    return answer[key]!;
  });

interface Left {
  readonly volumes: number;
  readonly servers: number;
  readonly backups: ValueMap[];
  readonly images: ValueMap[];
}

async function left(service: WholeService): Promise<Left> {
  return {
    volumes: (await list(service, 'block-storage', '/volumes', 'volumes')).length,
    servers: (await list(service, 'compute', '/servers', 'servers')).length,
    backups: await list(service, 'block-storage', '/backups/detail', 'backups'),
    images: (await list(service, 'image', '/images', 'images')).filter((image) => 'instance_uuid' in image),
  };
}

async function made(seed: number, wish: Wish = {}): Promise<WholeService> {
  const service = await WholeService.start(seed);
  await service.ask((stacks, who) => stacks.create(who, { name: 'kept', template: template(wish), files: {} }));
  await service.settle();
  expect((await state(service)).status).toBe('CREATE COMPLETE');
  return service;
}

async function state(service: WholeService): Promise<{ status: string; reason: string }> {
  const found = await service.store.stacks({ projectId: service.who.projectId });
  const { action, status, reason } = found.find(({ name }) => name === 'kept')!;
  return { status: `${action} ${status}`, reason };
}

async function removed(service: WholeService, crashes: ReadonlySet<number> = new Set()): Promise<string> {
  const [stack] = await service.store.stacks({ projectId: service.who.projectId });
  await service.ask((stacks, who) => stacks.delete(who, { name: 'kept' }));
  await service.settle(crashes);
  const { action, status, reason } = (await service.store.stack(stack!.id))!;
  return `${action} ${status}: ${reason}`;
}

const DONE = 'DELETE COMPLETE: Stack DELETE completed successfully';

describe('the deletion policy Snapshot', () => {
  it('backs a volume up and makes an image of a server, under their physical names, before they go', async () => {
    const service = await made(1);
    const [stack] = await service.store.stacks({ projectId: service.who.projectId });
    const records = await service.store.resources(stack!.id);
    const of = (name: string) => records.find((record) => record.name === name)!;
    expect(await removed(service)).toBe(DONE);
    const { volumes, servers, backups, images } = await left(service);
    expect([volumes, servers]).toEqual([0, 0]);
    expect(backups.map(({ name, volume_id, status }) => [name, volume_id, status])).toEqual([
      [of('volume').physicalName, of('volume').physicalId, 'available'],
    ]);
    expect(images.map(({ name, instance_uuid, status }) => [name, instance_uuid, status])).toEqual([
      [of('server').physicalName, of('server').physicalId, 'active'],
    ]);
  });

  it('holds when an update takes the resource out or replaces it, and can be taken back', async () => {
    const service = await made(2, { only: 'volume' });
    const change = (wish: Wish) =>
      service.ask((stacks, who) =>
        stacks.update(who, { name: 'kept' }, { template: template(wish), files: {}, existing: false }),
      );
    await change({ only: 'server', policy: 'Delete' });
    await service.settle();
    expect(await state(service)).toMatchObject({ status: 'UPDATE COMPLETE' });
    expect((await left(service)).backups).toHaveLength(1);
    await change({ only: 'server', policy: 'Snapshot' });
    await service.settle();
    await change({ only: 'server', policy: 'Delete' });
    await service.settle();
    expect(await removed(service)).toBe(DONE);
    expect((await left(service)).images).toEqual([]);
  });

  it('deletes what has failed to be made without a copy', async () => {
    const service = await WholeService.start(3);
    service.cloud.faults.add({ service: 'nova', method: 'POST', path: /servers$/, effect: { status: 403 } });
    await service.ask((stacks, who) => stacks.create(who, { name: 'kept', template: template(), files: {} }));
    await service.settle();
    service.cloud.faults.clear();
    expect(await state(service)).toMatchObject({ status: 'CREATE FAILED' });
    expect(await removed(service)).toBe(DONE);
    const { volumes, servers, images } = await left(service);
    expect([volumes, servers, images]).toEqual([0, 0, []]);
  });

  it('says why a backup cannot be made, keeps the volume, and tries again with the next deletion', async () => {
    const service = await made(4, { only: 'volume' });
    service.cloud.faults.add({
      service: 'cinder',
      method: 'POST',
      path: /backups$/,
      effect: { status: 413, message: 'Maximum number of backups allowed (10) exceeded' },
    });
    expect(await removed(service)).toMatch(
      /^DELETE FAILED: Resource DELETE failed: \w+: resources\.volume: .*Maximum number of backups allowed/,
    );
    expect((await left(service)).volumes).toBe(1);
    service.cloud.faults.clear();
    expect(await removed(service)).toBe(DONE);
    expect((await left(service)).backups).toHaveLength(1);
  });

  it('deletes a server without an image when the image has failed before, as Heat does', async () => {
    const service = await made(5, { only: 'server' });
    service.cloud.faults.add({ service: 'nova', method: 'POST', path: /action$/, effect: { status: 403 } });
    expect(await removed(service)).toMatch(/^DELETE FAILED: Resource DELETE failed: Forbidden: resources\.server: /);
    service.cloud.faults.clear();
    expect(await removed(service)).toBe(DONE);
    expect((await left(service)).images).toEqual([]);
  });

  it('goes on with a copy that was begun when the deletion is asked for again', async () => {
    const service = await made(8, { only: 'server' });
    await service.ask((stacks, who) => stacks.delete(who, { name: 'kept' }));
    await service.world.run(() => service.world.trace.includes('POST /compute/v2.1/servers/:id/action answered'));
    expect(await removed(service)).toBe(DONE);
    const { servers, images } = await left(service);
    expect([servers, images.map(({ status }) => status)]).toEqual([0, ['active']]);
  });

  it('has nothing to copy where the object is gone', async () => {
    const service = await made(6, { only: 'volume' });
    const [volume] = await list(service, 'block-storage', '/volumes', 'volumes');
    await service.ask(async () => {
      await service.who.connection.service('block-storage').delete(`/volumes/${String(volume!['id'])}`);
      await service.world.clock().sleep(60_000);
    });
    expect(await removed(service)).toBe(DONE);
    expect((await left(service)).backups).toEqual([]);
  });

  it('is refused for types that cannot be copied', async () => {
    const service = await WholeService.start(7);
    const port = { type: 'OS::Neutron::Net', deletion_policy: 'Snapshot' };
    const wrong = writeJson({ heat_template_version: '2021-04-16', resources: { port } });
    await expect(
      service.ask((stacks, who) => stacks.create(who, { name: 'kept', template: wrong, files: {} })),
    ).rejects.toThrow('resources.port.deletion_policy: "Snapshot" deletion policy not supported');
  });
});

/** A stack that is made and deleted; the process dies at the given steps of the deletion. */
async function life(
  seed: number,
  deaths: readonly number[],
  weather?: (service: WholeService) => void,
): Promise<number> {
  const service = await made(seed);
  const first = service.world.steps;
  weather?.(service);
  const outcome = await removed(service, new Set(deaths.map((death) => first + death)));
  service.cloud.faults.clear();
  expect(outcome).toBe(DONE);
  const { volumes, servers, backups, images } = await left(service);
  expect([volumes, servers, backups.length, images.length]).toEqual([0, 0, 1, 1]);
  expect(service.faults).toEqual([]);
  return service.world.steps - first;
}

describe('a copy', () => {
  it('is made once, whenever the process dies', { timeout: 120_000 }, async () => {
    const steps = await life(20, []);
    for (let death = 1; death < steps; death += 3) {
      try {
        await life(20, [death]);
      } catch (error) {
        throw new Error(`died ${death} steps after the request: ${(error as Error).message}`, { cause: error });
      }
    }
  });

  it('is made once, though answers and requests get lost', { timeout: 120_000 }, async () => {
    for (let seed = 40; seed < 46; seed++) {
      await life(seed, [seed], ({ cloud }) => {
        cloud.faults.add({ method: 'POST', path: /backups$|action$/, times: 1, effect: { loseAnswer: true } });
        cloud.faults.add({
          method: 'POST',
          path: /backups$|action$/,
          after: 1,
          times: 1,
          effect: { loseRequest: true },
        });
      });
    }
  });
});
