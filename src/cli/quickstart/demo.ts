import { fileURLToPath } from 'node:url';
import { cloudEntry } from '../../server/config/home.ts';
import { systemClock } from '../../server/system.ts';
import { withCloud } from '../client/connect.ts';
import { Stacks, type StackState } from '../client/stacks.ts';
import { bundleTemplate } from '../client/template-files.ts';
import { followStack } from '../progress/follow.ts';
import { UserError } from '../user-error.ts';
import { describeOutputs } from './outputs.ts';
import { storeCredential } from './remote-credential.ts';

const STACK = 'demo';
const TEMPLATE = fileURLToPath(new URL('../../../examples/two-clouds.yaml', import.meta.url));

/**
 * Has the server make the demonstration stack on both clouds, as any client would, unless there is one already; shows how it comes
 * about and what it gives. True when it is CREATE_COMPLETE.
 */
export async function runDemo(cloudsFile: string): Promise<boolean> {
  return withCloud(await cloudEntry('east', cloudsFile, {}), async (connection) => {
    const stacks = new Stacks(connection);
    const credential = await storeCredential(connection, 'west-credential', await cloudEntry('west', cloudsFile, {}));
    const begun = await begin(stacks, credential);
    const ended = await followStack(stacks, begun, systemClock, process.stdout);
    console.log(`\nStack ${ended.name}: ${ended.status}${ended.status.endsWith('_FAILED') ? `: ${ended.reason}` : ''}`);
    console.log(describeOutputs(ended.outputs));
    console.log(suggestions(cloudsFile));
    return ended.status === 'CREATE_COMPLETE';
  });
}

async function begin(stacks: Stacks, credential: string): Promise<StackState> {
  const there = await stacks.find(STACK);
  if (there !== undefined) return there;
  await stacks.create(STACK, await bundleTemplate(TEMPLATE), { remote_credential: credential });
  const begun = await stacks.find(STACK);
  if (begun === undefined) throw new UserError(`The stack ${STACK} was deleted while it was being made.`);
  return begun;
}

function suggestions(cloudsFile: string): string {
  const folder = process.cwd();
  const file = cloudsFile.startsWith(`${folder}/`) ? cloudsFile.slice(folder.length + 1) : cloudsFile;
  return [
    '\nTry with the ordinary OpenStack client (python3-openstackclient, python3-heatclient):\n',
    `  export OS_CLIENT_CONFIG_FILE=${file} OS_CLOUD=east`,
    `  openstack stack resource list -n 3 ${STACK}`,
    `  openstack stack output show --all ${STACK}`,
    '  openstack --os-cloud west server list',
    '  openstack stack create -t examples/web-tier.yaml --wait mine',
    '',
  ].join('\n');
}
