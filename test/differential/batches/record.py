"""Prints in which steps Heat's own functions renew groups of many sizes, as JSON lines."""
import json

from heat.scaling import rolling_update


def steps(target, current, batch_size, min_in_service):
    result, up_to_date = [], 0
    while rolling_update.needs_update(target, current, up_to_date):
        capacity, renewed = rolling_update.next_batch(
            target, current, up_to_date, batch_size, min_in_service)
        result.append([capacity, renewed])
        up_to_date += renewed - max(capacity - max(current, target), 0)
        current = capacity
    return result


SIZES = [0, 1, 2, 3, 5, 6, 7]
for target in SIZES:
    for current in SIZES:
        for batch_size in (1, 2, 3, 6):
            for min_in_service in (0, 1, 2, 5, 7):
                case = [target, current, batch_size, min_in_service]
                print(json.dumps([case, steps(*case)]))
