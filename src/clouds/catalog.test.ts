import { describe, expect, it } from 'vitest';
import { parseCatalog } from './catalog.ts';
import { entry } from './testing/fake-cloud.ts';

const PUBLIC = { interface: 'public' };

describe('Catalog', () => {
  it('finds services by type, alias, region and interface', () => {
    const catalog = parseCatalog([
      entry('volumev2', 'http://old/v2/p'),
      entry('volumev3', 'http://c/v3/p'),
      entry('compute', 'http://one/v2.1'),
      entry('compute', 'http://two/v2.1', 'two'),
      { type: 'image', endpoints: [{ interface: 'internal', region: 'one', url: 'http://i' }] },
    ]);
    for (const type of ['block-storage', 'volumev3', 'volume', 'block-store']) {
      expect(catalog.find(type, PUBLIC)).toBe('http://c/v3/p');
    }
    expect(catalog.find('compute', { interface: 'public', region: 'two' })).toBe('http://two/v2.1');
    expect(catalog.find('compute', { interface: 'public', region: 'three' })).toBeUndefined();
    expect(catalog.find('image', PUBLIC)).toBeUndefined();
    expect(catalog.find('image', { interface: 'internal' })).toBe('http://i');
    expect(catalog.regions()).toEqual(['one', 'two']);
  });

  it('covers its own origins only', () => {
    const catalog = parseCatalog([entry('compute', 'https://nova.example:8774/v2.1')]);
    expect(catalog.covers('https://nova.example:8774/anything')).toBe(true);
    for (const url of [
      'http://nova.example:8774/',
      'https://nova.example/',
      'https://nova.example.evil/',
      'nonsense',
    ]) {
      expect(catalog.covers(url)).toBe(false);
    }
  });

  it('survives what a hostile cloud puts in', () => {
    expect(parseCatalog('x').endpoints).toEqual([]);
    expect(
      parseCatalog([null, 1, { type: 1 }, { type: 'compute', endpoints: [{ url: 5, interface: 'public' }, null] }])
        .endpoints,
    ).toEqual([]);
    expect(parseCatalog([entry('compute', 'not a url')]).covers('not a url')).toBe(false);
  });
});
