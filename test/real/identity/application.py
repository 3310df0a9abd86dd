"""Keystone as a WSGI application that makes its database and administrator first.

What `keystone-manage db_sync` and `bootstrap` do, in the process that then serves: each of them takes seconds to start.
"""
import os
from unittest import mock

from keystone.cmd import bootstrap
from keystone.common.sql import upgrades
from keystone.server.wsgi import initialize_public_application

application = initialize_public_application()
upgrades.offline_sync_database_to_version()
with mock.patch.object(bootstrap.backends, 'load_backends'):  # they are there, and can be loaded once only
    keystone = bootstrap.Bootstrapper()
keystone.admin_username = keystone.project_name = keystone.admin_role_name = 'admin'
keystone.admin_password = 'secret'
keystone.service_name = 'keystone'
keystone.region_id = 'RegionOne'
keystone.public_url = os.environ['PUBLIC_URL']
keystone.bootstrap()
