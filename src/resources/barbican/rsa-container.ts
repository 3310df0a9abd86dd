import { defineResource } from '../define.ts';
import { str } from '../schema.ts';
import { container, containerAttributes, containerProblems, membersOf, secretRef } from './container.ts';

const members = membersOf({
  private_key_ref: 'private_key',
  private_key_passphrase_ref: 'private_key_passphrase',
  public_key_ref: 'public_key',
});

export default defineResource({
  type: 'OS::Barbican::RSAContainer',
  description: 'A pair of RSA keys.',
  since: '6.0.0',
  service: 'key-manager',
  properties: {
    name: str(),
    private_key_ref: secretRef,
    private_key_passphrase_ref: secretRef,
    public_key_ref: secretRef,
  },
  attributes: containerAttributes,
  validate: containerProblems(members),
  api: container('rsa', members),
});
