/** A card reader: every card held to it becomes one event, and taking it away another. */
import { watchPcscReader } from '../card/pcsc/pcsc-reader.ts';
import { listenToTextReader } from '../card/serial/text-card.ts';
import type { OpenCardService } from '../transport/pcsc-port.ts';
import { openCardService } from '../transport/pcsc.ts';
import { readAddress } from '../transport/transport.ts';
import type { CardEvent } from '../card/card.ts';
import type { DeviceConfig } from '../wire.ts';
import { keepOpen } from './keep-open.ts';
import type { Keeper, KeeperContext, KeptDevice } from './keeper.ts';

/** The keeper of card readers, on whatever gives PC/SC. */
export function cardReaderKeeper(openService: OpenCardService): Keeper {
  return (device, context) => {
    const address = readAddress(device.address);
    const health = { kind: 'health', deviceId: device.id } as const;
    context.tell({ ...health, state: 'connecting' });
    if (address?.kind === 'pcsc') return keepPcsc(device, address.reader, openService, context);
    if (address !== undefined) return keepTextReader(device, context);
    context.tell({ ...health, state: 'absent', fault: 'device.address-invalid' });
    return { close: () => undefined };
  };
}

export const keepCardReader: Keeper = cardReaderKeeper(openCardService);

function keepPcsc(
  device: DeviceConfig,
  reader: string,
  openService: OpenCardService,
  { tell, clock, random, recorderOf }: KeeperContext,
): KeptDevice {
  const recorder = recorderOf(device);
  const close = watchPcscReader({
    clock,
    open: openService,
    reader,
    note: (direction, bytes) => recorder.note(direction, bytes),
    onState: (state) => tell({ kind: 'health', deviceId: device.id, ...state }),
    onEvent: (event) => tellCard(event),
  });
  function tellCard(event: CardEvent): void {
    tell({ kind: 'card', deviceId: device.id, readId: random.uuid(), event });
  }
  return { close };
}

function keepTextReader(device: DeviceConfig, { tell, clock, random, open, announced }: KeeperContext): KeptDevice {
  const health = { kind: 'health', deviceId: device.id } as const;
  const close = keepOpen({
    clock,
    open: () => announced(device, 'card', () => open(device)),
    onAbsent: (fault) => tell({ ...health, state: 'absent', fault }),
    onLine(line) {
      tell({ ...health, state: 'ready' });
      listenToTextReader({
        line,
        clock,
        ...(device.cardNotation === undefined ? {} : { notation: device.cardNotation }),
        onEvent: (event) => tell({ kind: 'card', deviceId: device.id, readId: random.uuid(), event }),
      });
    },
  });
  return { close };
}
