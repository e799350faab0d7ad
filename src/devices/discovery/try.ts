/**
 * One trial of a device, set up or only found. A device that is in use is tried through its own queue; any other is opened
 * for the trial, by the driver that would keep it, and closed again.
 */
import { Fault } from '#base/fault.ts';
import { type DisplayContent, EMPTY_DISPLAY, openLineDisplay, TRIAL_MS } from '../display/display.ts';
import type { JobOutcome, Keeper, KeeperContext, KeptDevice } from '../keepers/keeper.ts';
import { identifyPrinter, lineKey, lineTraits, printerProfile } from '../printer/printer.ts';
import { type DeviceAddress, parseAddress } from '../transport/transport.ts';
import type { DeviceConfig, DeviceFacts, DevicesToTill, TillToDevices } from '../wire.ts';
import { factsText, type Machine } from './find.ts';

const ANSWER_MS_MAX = 1_000;
/** The bytes of a display's two lines have left by then, at any speed that displays have. */
const CLEARED_MS = 500;

export type Trial = Extract<TillToDevices, { kind: 'try' }>;
export type TrialEnd = Omit<Extract<DevicesToTill, { kind: 'tried' }>, 'kind' | 'trialId'>;

/** A device of the set-up that has the line which is tried. */
export interface InUse {
  readonly device: DeviceConfig;
  readonly kept: KeptDevice;
  readonly health: { readonly state: string; readonly fault?: string } | null;
  readonly facts: DeviceFacts | null;
}

export interface TrialParts {
  readonly machine: Machine;
  readonly context: KeeperContext;
  readonly keeper: Keeper;
  readonly inUse: InUse | null;
}

/** How the trial went. `unknown` is what was sent and not confirmed: the person looks. Never rejects for a device's doing. */
export async function tryDevice(trial: Trial, given: TrialParts): Promise<TrialEnd> {
  try {
    const address = parseAddress(trial.device.address);
    switch (trial.test) {
      case 'page':
      case 'drawer':
        return await tryPrinter(trial, given);
      case 'display':
        return await tryDisplay(trial, given);
      case 'identify':
        return await identify(trial.device, address, given);
    }
  } catch (error) {
    if (error instanceof Fault) return { state: 'failed', fault: error.code };
    throw error;
  }
}

async function tryPrinter(trial: Trial, { context, keeper, inUse }: TrialParts): Promise<TrialEnd> {
  const { device, document } = trial;
  if (printerProfile(device.profile ?? 'default') === undefined)
    return { state: 'failed', fault: 'device.profile-unknown' };
  // A line that is open for good is not opened twice; any other is tried as it would be set up, in its turn.
  const shared = inUse !== null && (isSame(inUse.device, device) || lineTraits(device.address).life === 'stays');
  const kept = shared ? inUse.kept : keeper(device, { ...context, tell: () => undefined });
  try {
    const outcome = await (trial.test === 'drawer'
      ? kept.pulse?.()
      : document === undefined
        ? undefined
        : kept.print?.(document));
    return outcome === undefined ? { state: 'failed', fault: 'device.unreachable' } : endOf(outcome);
  } finally {
    if (!shared) kept.close();
  }
}

function endOf({ state, fault }: JobOutcome): TrialEnd {
  switch (state) {
    case 'printed':
      return { state: 'passed' };
    case 'handed-over':
      return { state: 'unknown' };
    default:
      return fault === undefined ? { state } : { state, fault };
  }
}

async function tryDisplay({ device, content }: Trial, { context, inUse }: TrialParts): Promise<TrialEnd> {
  if (content === undefined) return { state: 'failed', fault: 'device.unreachable' };
  if (inUse !== null) {
    if (inUse.kept.showForTrial === undefined || inUse.health?.state !== 'ready') {
      return { state: 'failed', fault: inUse.health?.fault ?? 'device.unreachable' };
    }
    inUse.kept.showForTrial(content);
    return { state: 'unknown' };
  }
  // The answer comes while the text still stands; another trial of the line waits until it is free again.
  return new Promise((resolve, reject) => {
    const whole = context
      .queueOf(lineKey(device.address))
      .run(() => showOnce({ device, content, context, answer: resolve }));
    whole.catch(reject);
  });
}

/** Shows the text on a display that nobody keeps, answers, and leaves the display empty. */
async function showOnce(given: {
  readonly device: DeviceConfig;
  readonly content: DisplayContent;
  readonly context: KeeperContext;
  readonly answer: (end: TrialEnd) => void;
}): Promise<void> {
  const { device, content, context, answer } = given;
  const pass = (durationMs: number) => new Promise<void>((resolve) => void context.clock.after(durationMs, resolve));
  const line = await context.announced(device, 'display', () => context.open(device));
  let lost = false;
  line.onClosed((why) => {
    lost = why === 'lost';
  });
  const display = openLineDisplay({ line, model: device, clock: context.clock, onStuck: () => undefined });
  display.show(content);
  await pass(ANSWER_MS_MAX);
  answer(lost ? { state: 'failed', fault: 'device.lost' } : { state: 'unknown' });
  await pass(TRIAL_MS - ANSWER_MS_MAX);
  display.show(EMPTY_DISPLAY);
  await pass(CLEARED_MS);
  await display.close();
}

async function identify(device: DeviceConfig, address: DeviceAddress, given: TrialParts): Promise<TrialEnd> {
  switch (address.kind) {
    case 'wedge':
    case 'camera':
      return { state: 'unknown' };
    case 'pcsc': {
      const name = (await given.machine.cardReaders()).find((reader) => reader.startsWith(address.reader));
      return name === undefined ? { state: 'failed', fault: 'card.no-reader' } : { state: 'passed', answered: name };
    }
    case 'hid': {
      const found = (await given.machine.hidDevices()).find(
        ({ vendorId, productId, serial }) =>
          vendorId === address.vendorId &&
          productId === address.productId &&
          (address.serial === undefined || address.serial === serial),
      );
      if (found === undefined) return { state: 'failed', fault: 'device.unreachable' };
      return { state: 'passed', answered: [found.maker, found.product].filter(Boolean).join(' ') || found.address };
    }
    default:
      return device.kind === 'printer' ? identifyPrinterAt(device, given) : reach(device, given);
  }
}

async function identifyPrinterAt(device: DeviceConfig, { context, inUse }: TrialParts): Promise<TrialEnd> {
  const traits = lineTraits(device.address);
  if (inUse !== null && inUse.facts !== null) return { state: 'passed', answered: factsText(inUse.facts) };
  if (inUse !== null && traits.life === 'stays') {
    if (inUse.health?.state === 'absent') return { state: 'failed', fault: inUse.health.fault ?? 'device.unreachable' };
    return { state: 'unknown', fault: 'device.no-answer' };
  }
  return context.queueOf(lineKey(device.address)).run(async (): Promise<TrialEnd> => {
    let line;
    try {
      line = await context.announced(device, 'escpos', () => context.open(device));
    } catch (error) {
      if (error instanceof Fault) return { state: 'failed', fault: error.code };
      throw error;
    }
    try {
      if (line.oneWay === true) return { state: 'unknown' };
      const identity = await identifyPrinter({ line, clock: context.clock, traits, waitMs: ANSWER_MS_MAX });
      if (identity === null) return { state: 'failed', fault: 'device.no-answer' };
      if (identity === 'stranger') return { state: 'failed', fault: 'printer.not-a-printer' };
      return { state: 'passed', answered: factsText(identity.facts) };
    } finally {
      await line.close();
    }
  });
}

/** A device that answers no question: that its line opens is all there is to know. */
async function reach(device: DeviceConfig, { context, inUse }: TrialParts): Promise<TrialEnd> {
  if (inUse !== null) {
    if (inUse.health?.state === 'ready') return { state: 'unknown' };
    return { state: 'failed', fault: inUse.health?.fault ?? 'device.unreachable' };
  }
  const line = await context.announced(device, device.kind, () => context.open(device));
  await line.close();
  return { state: 'unknown' };
}

function isSame(one: DeviceConfig, other: DeviceConfig): boolean {
  const sorted = (device: DeviceConfig): string => JSON.stringify(Object.entries(device).sort());
  return sorted(one) === sorted(other);
}
