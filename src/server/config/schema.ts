import { z } from 'zod';

const text = z.string().min(1);
const count = z.int().min(0);
const limit = z.int().min(-1);
const url = z.url({ protocol: /^https?$/, error: 'must be an http or https URL' });

const listen = z.strictObject({
  host: text.default('127.0.0.1').describe('Address to listen on. `0.0.0.0` or `::` listens on all.'),
  port: z.int().min(0).max(65_535).default(7400).describe('Port to listen on; 0 picks a free one.'),
});

const home = z.strictObject({
  name: text.default('home').describe('What messages and logs call this cloud.'),
  cloud: text
    .optional()
    .describe('Entry of a clouds.yaml to take everything of this section from; other keys win over it.'),
  clouds_yaml: text
    .optional()
    .describe(
      'Path of that clouds.yaml. Default: where the OpenStack clients look (`OS_CLIENT_CONFIG_FILE`, `./clouds.yaml` …).',
    ),
  auth_url: url
    .optional()
    .describe('Its Keystone, such as `https://keystone.example.org:5000/v3`. Needed unless `cloud` gives it.'),
  public_auth_url: url.optional().describe('Where clients who send no token are told to get one. Default: `auth_url`.'),
  region: text
    .optional()
    .describe('Region whose services are used. Default: the first endpoint of a service that the catalog lists.'),
  interface: z
    .enum(['public', 'internal', 'admin'])
    .optional()
    .describe('Which endpoints of the catalog to use. Default: `public`.'),
  ca_cert: text
    .optional()
    .describe('Certificate authorities to trust: the path of a PEM file, or the PEM text itself.'),
  insecure: z.boolean().optional().describe('Do not verify certificates. For experiments only.'),
  auth_type: text
    .optional()
    .describe('How the service user logs in: a plugin of keystoneauth that uses a password. Default: `password`.'),
  auth: z
    .record(z.string(), z.union([z.string(), z.boolean(), z.number()]))
    .optional()
    .describe(
      'Parameters of that login, by the names keystoneauth has: `username`, `user_domain_name`, `project_name` …',
    ),
  password_file: text.optional().describe('File that holds the password, so that it need not stand here.'),
  password_env: text.optional().describe('Environment variable that holds the password.'),
});

const storage = z.strictObject({
  path: text.default('isotherm.db').describe('File of the embedded database; made where there is none.'),
});

const vault = z.strictObject({
  key_file: text
    .default('vault.key')
    .describe(
      'File with the keys that credentials are sealed with, one `<id>:<base64 of 32 random bytes>` a line, the one to seal with ' +
        'first. Made with a random key where there is none and nothing was stored yet. A short or published key is refused.',
    ),
});

const limits = z.strictObject({
  max_stacks_per_tenant: limit
    .default(512)
    .describe('Stacks a project may have, nested ones not counted. -1: no limit. Admins have none.'),
  max_resources_per_stack: limit
    .default(1000)
    .describe('Resources of a stack with all its nested stacks. -1: no limit.'),
  max_nested_stack_depth: count.default(5).describe('How deep stacks may nest.'),
  stack_action_timeout: count.default(3600).describe('Seconds an operation may take where the stack names no timeout.'),
  action_retry_limit: count
    .default(5)
    .describe('How often an object that went to an error state is made anew before the resource fails.'),
  max_json_body_size: count
    .default(1_048_576)
    .describe('Longest body of a request, and what the files of a container may weigh, in bytes.'),
  max_template_size: count.default(524_288).describe('Longest text that is fetched by URL, in bytes.'),
});

const api = z.strictObject({
  prefix: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, 'must be empty or a path such as /orchestration')
    .default('/orchestration')
    .describe('Path of the orchestration API. Empty serves it at the root, as Heat does.'),
  trusted_proxies: z
    .union([z.boolean(), z.array(text)])
    .default([])
    .describe('Addresses or networks of proxies whose `X-Forwarded-*` headers count; `true` trusts every peer.'),
  cors_origins: z.array(text).default([]).describe('Origins of web pages that may use the API.'),
  token_cache_seconds: count
    .default(60)
    .describe('How long the answer of Keystone about a token is kept; also how late a revoked token is noticed.'),
});

const egress = z.strictObject({
  allow: z
    .array(text)
    .default([])
    .describe('Networks that may be reached although they would be refused: loopback, link-local, metadata services.'),
  allow_hosts: z.array(text).default([]).describe('Host names that may be reached whatever they resolve to.'),
  deny_private: z
    .boolean()
    .default(false)
    .describe('Refuse private networks (10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7) too.'),
});

const clouds = z.strictObject({
  concurrency: z.int().min(1).default(32).describe('Requests to one cloud at a time.'),
  requests_per_second: z.number().positive().default(200).describe('Requests to one cloud in a second.'),
  retries: count.default(5).describe('How often a request that failed through no fault of its own is sent again.'),
  request_timeout: z.number().positive().default(120).describe('Seconds after which a request is given up.'),
  allow_insecure: z
    .boolean()
    .default(true)
    .describe(
      'Whether tenants may switch off the verification of certificates (`insecure`) for clouds that they name. Which of them may is up to the policy rule `clouds:insecure`.',
    ),
  poll_shortest: z
    .number()
    .positive()
    .default(0.05)
    .describe('Seconds between two looks at a collection that something waits on, at first.'),
  poll_longest: z.number().positive().default(2).describe('The same once nothing changes.'),
});

const yaql = z.strictObject({
  limit_iterators: count.default(200).describe('Items that one iterator of an expression may give.'),
  memory_quota: count.default(10_000).describe('Bytes that the values of an expression may take.'),
});

const log = z.strictObject({
  level: z
    .enum(['error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('`debug` also tells of each request to a cloud.'),
  file: text.optional().describe('File to write to. Default: standard output.'),
  requests: z.boolean().default(false).describe('Write a line for every request.'),
});

/** The configuration file: every key, its default and what it is for. The reference page is generated from it. */
export const CONFIG_SCHEMA = z.strictObject({
  listen: listen.prefault({}).describe('Where the API is served.'),
  public_url: url
    .optional()
    .describe('The URL of the server as clients see it, `prefix` not included. Default: what each request says.'),
  home: home.describe('The cloud whose Keystone guards the API, and how the service user logs in there.'),
  storage: storage.prefault({}).describe('Where stacks are kept.'),
  vault: vault.prefault({}).describe('How secrets are sealed.'),
  policy_file: text
    .optional()
    .describe('A policy.yaml of oslo.policy’s format whose rules take the place of the defaults.'),
  trusts_delegated_roles: z
    .array(text)
    .default([])
    .describe('Roles that a stack’s owner delegates to the service. Default: all that the owner has in the project.'),
  hidden_stack_tags: z
    .array(text)
    .default(['data-processing-cluster'])
    .describe('Stacks with one of these tags are left out of lists.'),
  limits: limits.prefault({}).describe('Bounds, by the names and with the defaults that Heat has.'),
  api: api.prefault({}).describe('The HTTP side.'),
  egress: egress.prefault({}).describe('Where requests that users cause may go.'),
  clouds: clouds.prefault({}).describe('How much is asked of one cloud.'),
  yaql: yaql.prefault({}).describe('Bounds on yaql expressions in templates.'),
  log: log.prefault({}).describe('The log, as JSON lines.'),
});

export type Config = z.output<typeof CONFIG_SCHEMA>;
