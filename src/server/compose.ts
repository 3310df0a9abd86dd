import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createApi } from '../api/app.ts';
import { keystoneValidator, tokenConnections } from '../api/auth/keystone.ts';
import { TokenAuth } from '../api/auth/token-auth.ts';
import type { CloudAccess } from '../clouds/credential-secret.ts';
import type { Cloud, Transport } from '../clouds/types.ts';
import type { Clock, Random } from '../expressions/ports.ts';
import { Engine } from '../orchestration/engine/engine.ts';
import { Delegation } from '../orchestration/delegation.ts';
import { checkCloud } from '../orchestration/clouds/check-cloud.ts';
import { CloudService } from '../orchestration/clouds/cloud-service.ts';
import { StoredClouds } from '../orchestration/clouds/cloud-register.ts';
import { RemoteClouds } from '../orchestration/remote-clouds.ts';
import { ModelCache } from '../orchestration/model/model-cache.ts';
import type { ServicePorts } from '../orchestration/stacks/ports.ts';
import { StackService } from '../orchestration/stacks/service.ts';
import { ResourceTypes } from '../resources/catalog.ts';
import { CloudFinder } from '../resources/finder.ts';
import { resourceTypes } from '../resources/index.ts';
import type { Store } from '../storage/types.ts';
import { openStore } from '../storage/sqlite/open.ts';
import { makeClouds, makeEgress } from './clouds.ts';
import type { Config } from './config/schema.ts';
import { onlyEngine } from './engine-list.ts';
import { urlFetcher } from './fetch-url.ts';
import { openVault } from './keys.ts';
import { listen } from './listen.ts';
import { readPolicy } from './policy.ts';
import { systemClock, systemRandom } from './system.ts';
import { VERSION } from './version.ts';

/** What a server is made of. */
export interface ServerParts {
  readonly config: Config;
  /** The home cloud and the service user's login there. */
  readonly home: CloudAccess;
  readonly log: Logger;
  /** Default: the machine's. */
  readonly clock?: Clock;
  /** Default: the machine's. */
  readonly random?: Random;
  /** Default: the embedded database that the configuration names. The server closes it. */
  readonly store?: Store;
  /** The way to one cloud. Default: over the network. */
  readonly transport?: (cloud: Cloud) => Transport;
}

/** A whole server in this process. */
export interface Server {
  readonly app: FastifyInstance;
  /** Starts serving, and goes on with every operation that has not ended. Gives the port. Rejects with {@link ConfigError} when it is taken. */
  start(): Promise<number>;
  /** Serves no more and takes no more steps; what is under way goes on at the next start. */
  stop(): Promise<void>;
}

/** Builds a server: ports, then services, then listeners. Nothing runs until it is started. Throws {@link ConfigError}. */
export async function composeServer(parts: ServerParts): Promise<Server> {
  const { config, home, log, clock = systemClock, random = systemRandom } = parts;
  const policy = await readPolicy(config.policy_file);
  const egress = makeEgress(config, home.cloud, clock);
  const vault = openVault(config.vault.key_file, config.storage.path);
  const store = parts.store ?? (await openStore({ path: config.storage.path }));
  const clouds = makeClouds(config, { egress, clock, random, log, transport: parts.transport });
  const downloads = urlFetcher(egress, config.limits.max_template_size);

  const types = new ResourceTypes(resourceTypes);
  const yaql = { limitIterators: config.yaql.limit_iterators, memoryQuota: config.yaql.memory_quota };
  const host = { types, clock, region: home.cloud.region ?? 'RegionOne', yaql };
  const { limits } = config;
  const operationSeconds = limits.stack_action_timeout;
  const nestedDepth = limits.max_nested_stack_depth;
  const mayBeInsecure = (projectId: string, roles: readonly string[]): boolean =>
    policy.allowsRoles('clouds:insecure', projectId, roles);
  const remoteClouds = new RemoteClouds({
    connect: (cloud, credential) => clouds.connect(cloud, credential),
    allowInsecure: config.clouds.allow_insecure,
    mayBeInsecure,
    register: new StoredClouds(store, vault),
  });
  const delegation = new Delegation({
    remoteClouds,
    home: { cloud: home.cloud, service: home.credential },
    connect: (cloud, credential) => clouds.connect(cloud, credential),
    finder: (connection) => new CloudFinder(connection, clock),
    vault,
    store,
    random,
    log,
    delegatedRoles: config.trusts_delegated_roles,
  });
  const engineLimits = {
    createRetries: limits.action_retry_limit,
    operationSeconds,
    nestedDepth,
    lateRequestSeconds: 5,
  };
  const engine = new Engine({ store, clock, random, host, clouds: delegation, vault, log, limits: engineLimits });
  const stackPorts: ServicePorts = {
    store,
    vault,
    engine,
    clock,
    random,
    host,
    models: new ModelCache(store, host),
    delegation,
    log,
    fetchUrl: downloads.fetchUrl,
    limits: {
      stacksPerProject: limits.max_stacks_per_tenant,
      resourcesPerStack: limits.max_resources_per_stack,
      filesBytes: limits.max_json_body_size,
      nestedDepth,
      operationSeconds,
      hiddenStackTags: config.hidden_stack_tags,
    },
  };
  const orchestration = new StackService(stackPorts, onlyEngine(clock, random));
  const registry = new CloudService({
    store,
    vault,
    clock,
    random,
    allowInsecure: config.clouds.allow_insecure,
    mayBeInsecure,
    check: (who, name, template) => checkCloud(stackPorts, who, name, template),
  });
  const auth = new TokenAuth({
    validator: keystoneValidator(await clouds.connect(home.cloud, home.credential)),
    connections: tokenConnections(clouds, home.cloud),
    policy,
    clock,
    authUrl: config.home.public_auth_url ?? home.cloud.authUrl,
    cache: { ttl: config.api.token_cache_seconds * 1000 },
  });
  const app = createApi({
    orchestration,
    clouds: registry,
    types,
    fetchUrl: downloads.fetchUrl,
    revision: VERSION,
    auth,
    policy,
    clock,
    random,
    log,
    healthy: () => store.healthy(),
    config: {
      prefix: config.api.prefix,
      ...(config.public_url !== undefined && { publicUrl: config.public_url + config.api.prefix }),
      maxBodyBytes: limits.max_json_body_size,
      trustedProxies: config.api.trusted_proxies,
      corsOrigins: config.api.cors_origins,
      accessLog: config.log.requests,
    },
  });
  return {
    app,
    async start() {
      const port = await listen(app, config.listen);
      await engine.start();
      return port;
    },
    async stop() {
      await app.close();
      engine.stop();
      await Promise.all([clouds.close(), downloads.close()]);
      await store.close();
    },
  };
}
