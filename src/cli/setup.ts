import type { Command } from 'commander';
import { validateToken } from '../clouds/services/keystone.ts';
import { isCloudError } from '../clouds/errors.ts';
import { Secret } from '../clouds/secret.ts';
import type { CloudAccess } from '../clouds/credential-secret.ts';
import { cloudEntry } from '../server/config/home.ts';
import { withCloud } from './client/connect.ts';
import { KeystoneState } from './setup/keystone.ts';
import { prepareKeystone } from './setup/prepare.ts';
import { planSetup, type SetupOptions, type SetupPlan } from './setup/plan.ts';
import { renderConfig } from './setup/render-config.ts';
import { UserError } from './user-error.ts';

interface Options extends SetupOptions {
  readonly osCloud: string;
  readonly dryRun: boolean;
}

/** `isotherm setup`: prepares a Keystone to guard the server. What it does goes to standard error, the configuration to standard output. */
export function addSetup(program: Command): void {
  program
    .command('setup')
    .description('prepare a Keystone as the home of the server; doing it again is harmless')
    .requiredOption(
      '--os-cloud <name>',
      'entry of a clouds.yaml that logs in as an administrator',
      process.env['OS_CLOUD'],
    )
    .option('--config <file>', 'take the names, the password and the URL from this configuration')
    .option('--url <url>', 'the URL of the server as clients will see it', 'http://127.0.0.1:7400')
    .option('--user <name>', 'name of the service user', 'isotherm')
    .option('--project <name>', 'its project', 'service')
    .option('--role <name>', 'its role there, which must let it validate tokens', 'service')
    .option('--password-file <file>', 'file with its password; made where there is none', 'isotherm.password')
    .option('--reset-password', 'give a user that exists the password of that file', false)
    .option('--service-type <type>', 'type to list the service under in the catalog', 'orchestration')
    .option('--replace-endpoint', 'take the endpoints of another orchestration service over', false)
    .option('--dry-run', 'say what would be done, and change nothing', false)
    .action(async (options: Options) => {
      const admin = await cloudEntry(options.osCloud, undefined, process.env);
      const plan = await planSetup(options, admin, options.dryRun);
      await withCloud(admin, async (connection) => {
        const region = admin.cloud.region ?? 'RegionOne';
        const tell = (what: string, outcome: string): void => console.error(`${outcome.padEnd(16)}  ${what}`);
        const keystone = new KeystoneState(connection, { dryRun: options.dryRun, tell });
        await prepareKeystone(keystone, plan.wish(region));
        if (options.dryRun) return;
        await checkService(plan, new Secret(await connection.token()));
        console.error(`checked           ${plan.user} can log in and validate tokens\n`);
        console.log(renderConfig(plan, admin));
      });
    });
}

async function checkService(plan: SetupPlan, token: Secret): Promise<void> {
  const access: CloudAccess = plan.service;
  try {
    const info = await withCloud(access, (connection) => validateToken(connection, token));
    if (info !== undefined) return;
  } catch (error) {
    if (isCloudError(error, 'LoginFailed') || isCloudError(error, 'Unauthorized')) {
      throw new UserError(
        `The user ${plan.user} exists with another password than the one given: give the right one, or use --reset-password.`,
      );
    }
    if (!isCloudError(error, 'Forbidden')) throw error;
  }
  throw new UserError(`The user ${plan.user} may not validate tokens with the role ${plan.role}: try --role admin.`);
}
