import type { TemplateRecord } from '../../storage/types.ts';
import type { Requester, TemplateInput, UpdateInput } from '../types.ts';
import { withContainerFiles } from './container-files.ts';
import type { ServicePorts } from './ports.ts';
import { readNewTemplate, readUpdatedTemplate, type ReadTemplate } from './read-input.ts';
import { withRemoteTemplates } from './remote-templates.ts';

type Ports = Pick<ServicePorts, 'host' | 'limits' | 'fetchUrl'>;

/**
 * What a request for a new stack says about its template, with everything that is to be fetched for it: files of a container, texts by
 * URL. A text that cannot be had by its URL is passed over where `tolerant`. Throws TemplateError, and what {@link withContainerFiles} throws.
 */
export async function readNewRequest(
  ports: Ports,
  who: Requester,
  input: TemplateInput,
  tolerant = false,
): Promise<ReadTemplate> {
  const whole = await withContainerFiles(ports.limits, who, input);
  return withRemoteTemplates(ports, who, readNewTemplate(whole), whole.files, tolerant);
}

/** The same for an update; the container is read again. */
export async function readUpdateRequest(
  ports: Ports,
  who: Requester,
  input: UpdateInput,
  stored: TemplateRecord,
): Promise<ReadTemplate> {
  const whole = await withContainerFiles(ports.limits, who, input);
  return withRemoteTemplates(ports, who, readUpdatedTemplate(whole, stored), whole.files);
}
