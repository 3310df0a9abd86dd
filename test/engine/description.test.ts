import { expect, it } from 'vitest';
import { WholeService } from '../support/engine/whole-service.ts';

it('shows the description of a template as it is written, as Heat does', async () => {
  const service = await WholeService.start(1);
  const described = async (
    name: string,
    description: string | { readonly a: number } | undefined,
  ): Promise<unknown> => {
    const template = { heat_template_version: '2021-04-16', ...(description === undefined ? {} : { description }) };
    await service.ask((stacks, who) => stacks.create(who, { name, template, files: {} }));
    const shown = await service.ask((stacks, who) => stacks.show(who, { name }, { resolveOutputs: false }));
    return shown.description;
  };
  expect(await described('text', 'a text')).toBe('a text');
  expect(await described('map', { a: 1 })).toEqual({ a: 1 });
  expect(await described('none', undefined)).toBe('No description');
});
