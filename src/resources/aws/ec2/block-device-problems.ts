import { mapAt, mapsAt, textOf } from '../../access.ts';
import type { Properties } from '../../contract.ts';

/** What is wrong with the disks that instances are to be born with. Heat: aws/ec2/instance.py `validate`. */
export function blockDeviceProblems(properties: Properties): string[] {
  const missing = (what: string): string => `${what} is missing, this is required when specifying BlockDeviceMappings.`;
  return mapsAt(properties, 'BlockDeviceMappings').flatMap((item) => {
    const disk = mapAt(item, 'Ebs');
    if (Object.keys(disk).length === 0) return [missing('Ebs')];
    return textOf(disk, 'SnapshotId') === undefined ? [missing('SnapshotId')] : [];
  });
}
