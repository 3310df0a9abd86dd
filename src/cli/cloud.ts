import type { Command } from 'commander';
import { cloudEntry } from '../server/config/home.ts';
import { RegisteredClouds } from './client/clouds.ts';
import { withCloud } from './client/connect.ts';
import { bundleTemplate } from './client/template-files.ts';
import { readCredential, type CredentialOptions } from './cloud/credential.ts';
import { describeCheck, describeClouds } from './cloud/describe.ts';

interface Where {
  readonly osCloud: string;
}

/** `isotherm cloud`: the clouds that a project has given names, to put stacks and resources on. */
export function addCloud(program: Command): void {
  const cloud = program.command('cloud').description('the clouds that stacks and resources can be put on by name');
  const add = (name: string, description: string): Command =>
    cloud
      .command(name)
      .description(description)
      .requiredOption(
        '--os-cloud <entry>',
        'entry of a clouds.yaml: the cloud whose orchestration service to talk to (default: OS_CLOUD)',
        process.env['OS_CLOUD'],
      );

  add('list', 'list them').action((options: Where) =>
    withClouds(options, async (clouds) => console.log(describeClouds(await clouds.list()))),
  );
  add('show <name>', 'show one').action((name: string, options: Where) =>
    withClouds(options, async (clouds) => console.log(describeClouds([await clouds.show(name)]))),
  );
  add('remove <name>', 'forget one; its credential goes too').action((name: string, options: Where) =>
    withClouds(options, (clouds) => clouds.remove(name)),
  );
  add('add <name>', 'register one, and look whether it can be used')
    .option('--from-cloud <entry>', 'take everything from this entry of a clouds.yaml')
    .option('--clouds-yaml <file>', 'the clouds.yaml of --from-cloud; default: where the OpenStack clients look')
    .option('--from-env', 'take everything from the OS_ variables of an openrc')
    .option('--secret-id <id>', 'the credential is in this secret of the key manager, as {"auth_type": …, "auth": …}')
    .option('--auth-type <plugin>', 'login plugin of --auth, by keystoneauth’s name', 'password')
    .option(
      '--auth <parameter=value>',
      'a parameter of the login, such as auth_url=…; give it again for each',
      collect,
      [],
    )
    .option('--region <name>', 'region to use')
    .option('--interface <name>', 'public, internal or admin')
    .option('--ca-cert <file>', 'certificate authorities to trust, PEM')
    .option('--insecure', 'do not verify certificates')
    .option('--replace', 'the cloud is registered already: give it this credential instead', false)
    .action(async (name: string, options: Where & CredentialOptions & { replace: boolean }) => {
      const body = await readCredential(name, options, process.env);
      await withClouds(options, async (clouds) => {
        await clouds.add(name, body, options.replace);
        await report(clouds, name);
      });
    });
  add('check <name>', 'log in there and look around; with a template, say what that lacks there')
    .option('-t, --template <file>', 'the template')
    .option('--parameter <name=value>', 'a parameter of the template; give it again for each', collect, [])
    .action(async (name: string, options: Where & { template?: string; parameter: string[] }) => {
      const bundle = options.template === undefined ? undefined : await bundleTemplate(options.template);
      const parameters = Object.fromEntries(options.parameter.map((pair) => split(pair)));
      await withClouds(options, (clouds) => report(clouds, name, bundle, parameters));
    });
}

async function report(
  clouds: RegisteredClouds,
  name: string,
  bundle?: Parameters<RegisteredClouds['check']>[1],
  parameters: Record<string, string> = {},
): Promise<void> {
  const check = await clouds.check(name, bundle, parameters);
  console.log(describeCheck(name, check));
  if (!check.usable || check.problems.length > 0) process.exitCode = 1;
}

async function withClouds<T>({ osCloud }: Where, work: (clouds: RegisteredClouds) => Promise<T>): Promise<T> {
  return withCloud(await cloudEntry(osCloud, undefined, process.env), (connection) =>
    work(new RegisteredClouds(connection)),
  );
}

const collect = (value: string, before: string[]): string[] => [...before, value];

function split(pair: string): [string, string] {
  const at = pair.indexOf('=');
  return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
}
