/**
 * The fixed parts of the user data of a server with heat-cfntools or os-collect-config. Their names, types and the files they write
 * are what these agents expect.
 */

/** Keeps a log of what cloud-init runs, and names the user that keys go to. */
export const cloudConfig = (user?: string): string => `#cloud-config
${user === undefined ? '' : `user: ${user}\n`}output: {all: '| tee -a /var/log/cloud-init-output.log'}
`;

/** Makes the user where the image has none, and the cfn-* commands reachable where packages have left that out; must never fail a boot. */
export const bootHook = (user?: string): string => `#!/bin/bash
${user === undefined ? '' : `id ${user} >/dev/null 2>&1 || useradd -m ${user}\necho '${user} ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/90-${user}\n`}command -v cfn-create-aws-symlinks >/dev/null && cfn-create-aws-symlinks
exit 0
`;

/** Stores the parts of type text/x-cfninitdata where heat-cfntools reads them. */
export const PART_HANDLER = `#part-handler
import os

DIRECTORIES = ('/var/lib/heat-cfntools', '/var/lib/cloud/data')


def list_types():
    return ['text/x-cfninitdata']


def handle_part(data, ctype, filename, payload):
    if ctype == '__begin__':
        os.makedirs(DIRECTORIES[0], mode=0o700, exist_ok=True)
    if ctype != 'text/x-cfninitdata':
        return
    content = payload if isinstance(payload, bytes) else payload.encode('utf-8')
    for directory in DIRECTORIES:
        with open(os.path.join(directory, filename), 'wb') as target:
            target.write(content)
`;

/** Runs the user's own data, with its output in a log, and leaves a mark that it has been run. */
export const RUN_USER_DATA = `#!/bin/bash
directory=/var/lib/heat-cfntools
script=$directory/cfn-userdata
log=/var/log/heat-provision.log
echo "Provision began: $(date -u)" >>"$log"
status=0
if [ -s "$script" ]; then
    chmod 700 "$script"
    "$script" >>"$log" 2>&1 || status=$?
fi
echo "Provision done: $(date -u), exit status $status" >>"$log"
date -u >"$directory/provision-finished"
exit $status
`;
