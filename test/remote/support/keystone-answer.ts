const DAY_MS = 86_400_000;

/** The body of Keystone's answer to a login at a time (milliseconds of the epoch), with a catalog of these services. */
export function keystoneAnswer(catalog: Readonly<Record<string, string>>, now: number): object {
  const entries = Object.entries(catalog).map(([type, url]) => ({
    type,
    name: type,
    endpoints: [{ interface: 'public', region: 'RegionOne', region_id: 'RegionOne', url }],
  }));
  return {
    token: {
      methods: ['password'],
      user: { id: 'u', name: 'demo', domain: { id: 'default', name: 'Default' } },
      project: { id: 'p', name: 'demo', domain: { id: 'default', name: 'Default' } },
      roles: [{ id: 'r', name: 'member' }],
      issued_at: new Date(now).toISOString(),
      expires_at: new Date(now + DAY_MS).toISOString(),
      catalog: entries,
    },
  };
}
