"""Asks a real Heat about the cases and prints what it answers, as the JSON that expected.json holds.

    node test/differential/template/print-cases.ts | python3 test/differential/template/record.py > test/differential/template/expected.json

The cloud is the one that OS_CLOUD and OS_CLIENT_CONFIG_FILE name.
"""
import concurrent.futures
import json
import sys

import openstack.config

session = openstack.config.OpenStackConfig().get_one().get_session()
endpoint = session.get_endpoint(service_type='orchestration', interface='public')


def ask(path, case, **more):
    body = {k: v for k, v in case.items() if k != 'name'}
    answer = session.request(endpoint + path, 'POST', json=dict(body, **more), raise_exc=False)
    try:
        data = answer.json()
    except ValueError:
        data = {}
    if answer.status_code < 400:
        return {'status': answer.status_code}, data
    error = data.get('error', {})
    return {'status': answer.status_code, 'type': error.get('type'), 'message': error.get('message')}, data


def both(case):
    validate, answer = ask('/validate', case)
    if validate['status'] == 200:
        validate['parameters'] = answer['Parameters']
        validate['description'] = answer['Description']
    preview, answer = ask('/stacks/preview', case, stack_name='probe')
    if preview['status'] == 200:
        stack = answer['stack']
        preview['resources'] = {r['resource_name']: r['properties'] for r in stack['resources'] if isinstance(r, dict)}
        preview['parameters'] = {k: v for k, v in stack['parameters'].items() if not k.endswith(('_id', 'StackId'))}
    return case['name'], {'validate': validate, 'preview': preview}


cases = [json.loads(line) for line in sys.stdin]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    lines = [json.dumps(name) + ': ' + json.dumps(answer, sort_keys=True) for name, answer in pool.map(both, cases)]
    print('{\n' + ',\n'.join(lines) + '\n}')
