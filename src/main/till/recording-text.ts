/**
 * The recent traffic of a line as a text: a line that says whose it is, then one line a frame.
 */
import type { DeviceConfig, LineFrame } from '#devices/wire.ts';

/** The text that `replay` reads. */
export function recordingText(device: DeviceConfig, frames: readonly LineFrame[]): string {
  const { id, kind, name, address } = device;
  return [{ device: { id, kind, name, address } }, ...frames].map((line) => `${JSON.stringify(line)}\n`).join('');
}
