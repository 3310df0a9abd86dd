"""Logs in as keystoneauth1 does: reads [{auth_type, auth}] from standard input and prints what became of each, as JSON.

An argument is the file of certificate authorities to trust instead of the system's.
"""
import importlib.metadata
import json
import sys
import warnings

from keystoneauth1 import loading
from keystoneauth1 import session

warnings.simplefilter('ignore')
VERIFY = sys.argv[1] if len(sys.argv) > 1 else True


def attempt(auth_type, auth):
    try:
        plugin = loading.get_plugin_loader(auth_type).load_from_options(**auth)
        logged_in = session.Session(auth=plugin, verify=VERIFY)
        return {'headers': logged_in.get_auth_headers() or {}, 'project': logged_in.get_project_id()}
    except Exception as error:
        return {'error': type(error).__name__, 'message': str(error)}


def parameters(auth_type):
    try:
        loader = loading.get_plugin_loader(auth_type)
    except Exception:  # it wants a package that is not here
        return []
    if auth_type == 'v3multifactor':
        loader._methods = ['v3password', 'v3totp', 'v3token', 'v3applicationcredential']
    options = [option for known in loader.get_options() for option in [known, *known.deprecated]]
    return sorted({name.replace('-', '_') for option in options for name in (option.name, option.dest)})


verdicts = [attempt(case['auth_type'], case['auth']) for case in json.load(sys.stdin)]
own = importlib.metadata.distribution('keystoneauth1').entry_points.select(group='keystoneauth1.plugin')
print(json.dumps({'verdicts': verdicts, 'plugins': {entry.name: parameters(entry.name) for entry in own}}))
