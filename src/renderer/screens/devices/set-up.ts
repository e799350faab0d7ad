/**
 * The set-up of one device as it is being written: what a kind begins with, and how its traffic reads.
 */
import type { DeviceSetUp, DevicesView, FoundDeviceView } from '#contract/screen/devices.ts';
import { BEGINNINGS, WAYS_OF } from './ways.ts';

export type DeviceKind = DeviceSetUp['kind'];
export const DEVICE_KINDS: readonly DeviceKind[] = ['printer', 'scanner', 'display', 'card'];

type ConfiguredDevice = DevicesView['devices'][number];
type Frame = NonNullable<DevicesView['watched']>['frames'][number];

/** Sets one field of the set-up that is being written, or takes it out. */
export type Setter = <Name extends keyof DeviceSetUp>(name: Name, value: DeviceSetUp[Name] | undefined) => void;

export interface FieldsProps {
  readonly device: DeviceSetUp;
  readonly set: Setter;
}

/** A device with nothing but what its kind needs; `name` is what the screen calls its kind. */
export function newDevice(given: {
  readonly kind: DeviceKind;
  readonly name: string;
  /** What is set up already. */
  readonly devices: readonly DeviceSetUp[];
  readonly address?: string;
  readonly profile?: string;
}): DeviceSetUp {
  const { kind, name, devices, profile } = given;
  const taken = devices.map(({ id }) => id);
  const address = given.address ?? BEGINNINGS[WAYS_OF[kind][0] ?? 'network'];
  let number = 1;
  while (taken.includes(idOf(kind, number))) number += 1;
  const base: DeviceSetUp = { id: idOf(kind, number), kind, name: number === 1 ? name : `${name} ${number}`, address };
  if (kind === 'printer') {
    // A counter has one drawer as a rule; a second printer stands in the kitchen.
    return { ...base, profile: profile ?? 'default', drawer: !devices.some(({ drawer }) => drawer === true) };
  }
  if (kind === 'display') return { ...base, dialect: 'escpos', columns: 20 };
  return base;
}

/** The device that a find proposes; a kind that did not answer is a guess to be corrected by whoever looks at it. */
export function proposed(
  found: FoundDeviceView,
  given: { readonly kind: DeviceKind; readonly name: string; readonly devices: readonly DeviceSetUp[] },
): DeviceSetUp {
  return newDevice({
    ...given,
    address: found.address,
    ...(found.profile === undefined ? {} : { profile: found.profile }),
  });
}

/** `left` with `name` set to `value`, or without it where the value says nothing. */
export function withField<Name extends keyof DeviceSetUp>(
  device: DeviceSetUp,
  name: Name,
  value: DeviceSetUp[Name] | undefined,
): DeviceSetUp {
  const { [name]: _before, ...rest } = device;
  return (value === undefined ? rest : { ...rest, [name]: value }) as DeviceSetUp;
}

/** Whether a scanner or reader is heard by the page itself. */
export function isHeardByPage(device: Pick<DeviceSetUp, 'address'>): boolean {
  return device.address === 'wedge:' || device.address === 'camera:';
}

/** Bytes as support reads them: `1b 40 …` and beside it the letters among them. */
export function readableFrame(frame: Pick<Frame, 'hex'>): { readonly hex: string; readonly letters: string } {
  const bytes = frame.hex.match(/../g) ?? [];
  return {
    hex: bytes.join(' '),
    letters: bytes.map((byte) => letterOf(parseInt(byte, 16))).join(''),
  };
}

function letterOf(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}

function idOf(kind: DeviceKind, number: number): string {
  return number === 1 ? kind : `${kind}-${number}`;
}

export type { ConfiguredDevice, Frame };
