import { describe, expect, it } from 'vitest';
import { WholeService } from '../support/engine/whole-service.ts';

const template = (id: string) => ({
  heat_template_version: '2021-04-16',
  resources: {
    net: { type: 'OS::Neutron::Net', external_id: id },
    subnet: { type: 'OS::Neutron::Subnet', properties: { network: { get_resource: 'net' }, cidr: '10.9.0.0/24' } },
  },
  outputs: { name: { value: { get_attr: ['net', 'name'] } } },
});

describe('a resource that stands for an object that exists already', () => {
  it('is used, and neither made, changed nor removed', async () => {
    const service = await WholeService.start(1);
    const { connection } = service.who;
    const made = await service.ask(() =>
      connection.service('network').post('/networks', { network: { name: 'mine' } }),
    );
    const { id } = (made as { network: { id: string } }).network;
    await service.ask((stacks, who) => stacks.create(who, { name: 's', template: template(id) }));
    await service.settle();
    const shown = await service.ask((stacks, who) => stacks.show(who, { name: 's' }, { resolveOutputs: true }));
    expect(`${shown.action} ${shown.status}`).toBe('CREATE COMPLETE');
    expect(shown.outputs![0]!.value).toBe('mine');
    await service.ask((stacks, who) => stacks.delete(who, { name: 's' }));
    await service.settle();
    expect((await service.inventory())['networks']).toBe(1);
  });

  it('is refused where there is no such object, before anything is made', async () => {
    const service = await WholeService.start(2);
    const id = '11111111-2222-4333-8444-555555555555';
    const asked = service.ask((stacks, who) => stacks.create(who, { name: 's', template: template(id) }));
    await expect(asked).rejects.toThrow(
      `Invalid external resource: Resource ${id} (OS::Neutron::Net) can not be found.`,
    );
    expect(await service.ask((stacks, who) => stacks.list(who, {}, {}))).toEqual([]);
  });
});
