/**
 * `devices.json`: which devices the till has and where. Read once at start; what is wrong in it is said by name.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { Fault } from '#base/fault.ts';
import type { DeviceConfig } from '#devices/wire.ts';

const deviceSchema = z.strictObject({
  id: z.string().min(1).max(64),
  kind: z.enum(['printer', 'scanner']),
  name: z.string().min(1).max(80),
  address: z
    .string()
    .regex(/^tcp:\/\/(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/, 'an address is written tcp://host:port'),
  profile: z.string().optional(),
  drawer: z.boolean().optional(),
  drawerPin: z.union([z.literal(2), z.literal(5)]).optional(),
});

const fileSchema = z.strictObject({
  devices: z.array(deviceSchema).refine(idsDiffer, 'two devices have the same id'),
});

/**
 * The devices of the file; none where there is no file. Throws a Fault `device.file-invalid` that names the file, the
 * place in it and what is expected there.
 */
export function readDevicesFile(path: string): readonly DeviceConfig[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw new Fault('device.file-invalid', `${path} cannot be read`, { cause: error });
  }
  return parseDevices(text, path);
}

/** As {@link readDevicesFile}, for a text that is there already. */
export function parseDevices(text: string, path: string): readonly DeviceConfig[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Fault('device.file-invalid', `${path} is not JSON: ${(error as Error).message}`, { cause: error });
  }
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`);
    throw new Fault('device.file-invalid', `${path}: ${problems.join('; ')}`);
  }
  return parsed.data.devices.map((device) => {
    const { profile, drawer, drawerPin, ...rest } = device;
    return {
      ...rest,
      ...(profile === undefined ? {} : { profile }),
      ...(drawer === undefined ? {} : { drawer }),
      ...(drawerPin === undefined ? {} : { drawerPin }),
    };
  });
}

function idsDiffer(devices: readonly { readonly id: string }[]): boolean {
  return new Set(devices.map((device) => device.id)).size === devices.length;
}
