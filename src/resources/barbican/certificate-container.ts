import { defineResource } from '../define.ts';
import { str } from '../schema.ts';
import { container, containerAttributes, containerProblems, membersOf, secretRef } from './container.ts';

const members = membersOf({
  certificate_ref: 'certificate',
  private_key_ref: 'private_key',
  private_key_passphrase_ref: 'private_key_passphrase',
  intermediates_ref: 'intermediates',
});

export default defineResource({
  type: 'OS::Barbican::CertificateContainer',
  description: 'A certificate with its key.',
  since: '6.0.0',
  service: 'key-manager',
  properties: {
    name: str(),
    certificate_ref: secretRef,
    private_key_ref: secretRef,
    private_key_passphrase_ref: secretRef,
    intermediates_ref: secretRef,
  },
  attributes: containerAttributes,
  validate: containerProblems(members),
  api: container('certificate', members),
});
