import { Fault } from '../kernel/fault.ts';
import { repr, str } from '../wire/python.ts';
import type { VersionedRoutes } from '../wire/versioned.ts';
import { ACCEPTED, options, type Action, type Actions } from './action.ts';
import { CONSOLE_ACTIONS } from './consoles.ts';
import { requireAdmin } from './policy.ts';
import { POWER, requireState } from './server-states.ts';
import { REBUILD_ACTIONS } from './server-rebuild.ts';
import { RESIZE_ACTIONS } from './server-resize.ts';
import { GROUP_ACTIONS } from './server-security-groups.ts';
import { SNAPSHOT_ACTIONS } from './server-snapshot.ts';
import { deleteServer } from './servers.ts';
import type { World } from './world.ts';

/** An action that leads from some states, over a task, to another state. */
interface Transition {
  /** How the action is called in refusals and in the list of a server's actions. */
  readonly name: string;
  readonly from: readonly string[];
  readonly task: string;
  readonly to: string;
  readonly power: number;
}

function transition({ name, from, task, to, power }: Transition): Action {
  return ({ world, server, call }) => {
    requireState(server, name, from, call.caller.isAdmin);
    const due = world.soon();
    world.note(server, name, call);
    const changes = { vm_state: to, task_state: null, power_state: power, updated: due, fault: null };
    world.servers.update(server, { task_state: task, updated: world.now(), pending: { at: due, changes } });
    return ACCEPTED;
  };
}

const LIVE = ['active', 'stopped', 'paused', 'suspended'];
const running = { to: 'active', power: POWER.running };
const POWER_ACTIONS: Actions = {
  'os-stop': transition({
    name: 'stop',
    from: ['active', 'error'],
    task: 'powering-off',
    to: 'stopped',
    power: POWER.shutdown,
  }),
  'os-start': transition({ name: 'start', from: ['stopped'], task: 'powering-on', ...running }),
  pause: transition({ name: 'pause', from: ['active'], task: 'pausing', to: 'paused', power: POWER.paused }),
  unpause: transition({ name: 'unpause', from: ['paused'], task: 'unpausing', ...running }),
  suspend: transition({
    name: 'suspend',
    from: ['active'],
    task: 'suspending',
    to: 'suspended',
    power: POWER.suspended,
  }),
  resume: transition({ name: 'resume', from: ['suspended'], task: 'resuming', ...running }),
  shelve: transition({ name: 'shelve', from: LIVE, task: 'shelving', to: 'shelved_offloaded', power: POWER.shutdown }),
  shelveOffload: transition({
    name: 'shelve_offload',
    from: ['shelved'],
    task: 'shelving_offloading',
    to: 'shelved_offloaded',
    power: POWER.shutdown,
  }),
  unshelve: transition({ name: 'unshelve', from: ['shelved', 'shelved_offloaded'], task: 'unshelving', ...running }),
  unrescue: transition({ name: 'unrescue', from: ['rescued'], task: 'unrescuing', ...running }),
  rescue: (request) => {
    transition({
      name: 'rescue',
      from: ['active', 'stopped', 'error'],
      task: 'rescuing',
      to: 'rescued',
      power: POWER.running,
    })(request);
    const given = options(request)['adminPass'];
    return { status: 200, body: { adminPass: typeof given === 'string' ? given : (request.server.admin_pass ?? '') } };
  },
  reboot: (request) => {
    const type = options(request)['type'];
    const hard = typeof type === 'string' && type.toUpperCase() === 'HARD';
    if (!hard && (typeof type !== 'string' || type.toUpperCase() !== 'SOFT')) {
      const words = ['HARD', 'Hard', 'hard', 'SOFT', 'Soft', 'soft'];
      const text = repr(type);
      throw new Fault(
        400,
        `Invalid input for field/attribute type. Value: ${str(type)}. ${text} is not one of ${repr(words)}`,
      );
    }
    const from = hard ? ['active', 'stopped', 'paused', 'suspended', 'error'] : ['active'];
    return transition({ name: 'reboot', from, task: hard ? 'rebooting_hard' : 'rebooting', ...running })(request);
  },
};

const OTHER_ACTIONS: Actions = {
  lock: (request) => {
    const reason = options(request)['locked_reason'];
    const { world, server } = request;
    world.servers.amend(server, { locked: true, locked_reason: typeof reason === 'string' ? reason : null });
    return ACCEPTED;
  },
  unlock: ({ world, server }) => {
    world.servers.amend(server, { locked: false, locked_reason: null });
    return ACCEPTED;
  },
  changePassword: (request) => {
    const { world, server, call } = request;
    requireState(server, 'changePassword', ['active'], call.caller.isAdmin);
    world.servers.amend(server, { admin_pass: str(options(request)['adminPass'] ?? '') });
    return ACCEPTED;
  },
  forceDelete: ({ world, server, call }) => {
    deleteServer(world, server, call);
    return ACCEPTED;
  },
  'os-resetState': (request) => {
    const { world, server, call } = request;
    requireAdmin(call, 'os-admin-actions:reset_state');
    const state = options(request)['state'];
    if (state !== 'active' && state !== 'error') {
      throw new Fault(
        400,
        `Invalid input for field/attribute state. Value: ${str(state)}. ${repr(state)} is not one of ['active', 'error']`,
      );
    }
    world.servers.update(server, { vm_state: state, task_state: null, updated: world.now() });
    return ACCEPTED;
  },
  resetNetwork: () => ACCEPTED,
  injectNetworkInfo: () => ACCEPTED,
};

const ACTIONS: Actions = {
  ...POWER_ACTIONS,
  ...OTHER_ACTIONS,
  ...RESIZE_ACTIONS,
  ...REBUILD_ACTIONS,
  ...SNAPSHOT_ACTIONS,
  ...GROUP_ACTIONS,
  ...CONSOLE_ACTIONS,
};

/** Adds `POST /servers/{id}/action`, whose body names the action. */
export function addServerActions(routes: VersionedRoutes, world: World): void {
  routes.route('POST', '/servers/:id/action', (call, minor) => {
    const body = call.body();
    const names = Object.keys(body);
    const name = names[0];
    const action = name !== undefined && Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    if (action === undefined) throw new Fault(400, `There is no such action: ${names.join(', ')}`);
    const server = world.seek(call.param('id'), call.caller);
    return action({ world, server, argument: body[name!]!, call, minor });
  });
}
