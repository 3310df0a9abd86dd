"""Evaluates YAQL expressions with python3-yaql as Heat configures it. In: a JSON list of cases; out: a JSON list of results."""
import datetime
import json
import math
import re
import signal
import sys
import warnings

import yaql

warnings.simplefilter('ignore')


class Timeout(Exception):
    pass


def on_alarm(_signum, _frame):
    raise Timeout()


def encode(value, seen):
    if isinstance(value, float) and not math.isfinite(value):
        return {'$float': repr(value)}
    if isinstance(value, (set, frozenset)):
        seen.append(True)
        return [encode(item, seen) for item in value]
    if isinstance(value, (list, tuple)):
        return [encode(item, seen) for item in value]
    if isinstance(value, dict):
        return {key_text(key): encode(item, seen) for key, item in value.items()}
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return str(value)
    if isinstance(value, str):
        # An object's address differs from run to run, and its generator's name is upstream's own.
        value = re.sub(r'<generator object \w+ at 0x\w+>', '<generator object>', value)
        return re.sub(r' object at 0x\w+>', ' object>', value)
    if value is None or isinstance(value, (bool, int, float)):
        return value
    raise TypeError('not data')


def key_text(key):
    if key is None or isinstance(key, bool):
        return json.dumps(key)
    return str(key)


def run(case, engines, context):
    limits = case.get('limits') or {}
    options = {'yaql.limitIterators': limits.get('limitIterators', 200),
               'yaql.memoryQuota': limits.get('memoryQuota', 10000)}
    key = tuple(sorted(options.items()))
    if key not in engines:
        engines[key] = yaql.YaqlFactory().create(options)
    unordered = []
    try:
        statement = engines[key](case['expression'])
        value = statement.evaluate({'data': case.get('data')}, context.create_child_context())
        result = {'value': encode(value, unordered)}
        if unordered:
            result['unordered'] = True
        return result
    except Timeout:
        return {'error': 'Timeout'}
    except RecursionError:
        return {'error': 'RecursionError'}
    except Exception as error:
        return {'error': type(error).__name__, 'message': str(error)}


def main():
    signal.signal(signal.SIGALRM, on_alarm)
    context = yaql.create_context()
    engines = {}
    results = []
    for case in json.load(sys.stdin):
        signal.setitimer(signal.ITIMER_REAL, 10)
        results.append(run(case, engines, context))
        signal.setitimer(signal.ITIMER_REAL, 0)
    json.dump(results, sys.stdout)


main()
