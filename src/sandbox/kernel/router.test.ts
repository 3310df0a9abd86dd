import { describe, expect, it } from 'vitest';
import { Router } from './router.ts';

describe('Router', () => {
  const router = new Router<string>();
  router.add('GET', '/servers/:id', 'show');
  router.add('GET', '/servers/detail', 'detail');
  router.add('DELETE', '/servers/:server/ports/:port', 'detach');
  router.add('GET', '/objects/:container/*path', 'object');

  it('prefers fixed segments to names', () => {
    expect(router.find('GET', '/servers/detail')).toMatchObject({ target: 'detail', params: {} });
    expect(router.find('GET', '/servers/42')).toMatchObject({ target: 'show', params: { id: '42' } });
  });

  it('comes back from a fixed segment that leads nowhere', () => {
    const found = router.find('DELETE', '/servers/detail/ports/7');
    expect(found).toMatchObject({ target: 'detach', params: { server: 'detail', port: '7' } });
  });

  it('decodes names, and leaves what cannot be decoded', () => {
    expect(router.find('GET', '/servers/a%20b')).toMatchObject({ params: { id: 'a b' } });
    expect(router.find('GET', '/servers/%zz')).toMatchObject({ params: { id: '%zz' } });
  });

  it('gives the rest of a path as one', () => {
    expect(router.find('GET', '/objects/c/a/b%2Fc')).toMatchObject({ params: { container: 'c', path: 'a/b/c' } });
  });

  it('answers HEAD by GET and names the methods that a path has', () => {
    expect(router.find('HEAD', '/servers/42')).toMatchObject({ target: 'show' });
    expect(router.find('POST', '/servers/42')).toEqual({ methods: ['GET'] });
    expect(router.find('GET', '/nothing')).toEqual({ methods: [] });
  });

  it('does not look up inherited names', () => {
    expect(router.find('GET', '/constructor')).toEqual({ methods: [] });
  });

  it('refuses a second route for the same', () => {
    expect(() => router.add('GET', '/servers/:other', 'x')).toThrow('Two routes');
  });
});
