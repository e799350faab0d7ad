/** A customer display: shows the latest content, and shows it again when it was found again. */
import { EMPTY_DISPLAY, type DisplayContent, type LineDisplay, openLineDisplay, TRIAL_MS } from '../display/display.ts';
import { keepOpen } from './keep-open.ts';
import type { Keeper } from './keeper.ts';

export const keepDisplay: Keeper = (device, { tell, clock, open, announced }) => {
  const health = { kind: 'health', deviceId: device.id } as const;
  let latest: DisplayContent | null = null;
  let display: LineDisplay | null = null;
  let endTrial: () => void = () => undefined;
  tell({ ...health, state: 'connecting' });
  const close = keepOpen({
    clock,
    open: () => announced(device, 'display', () => open(device)),
    onAbsent(fault) {
      display = null;
      tell({ ...health, state: 'absent', fault });
    },
    onLine(line) {
      tell({ ...health, state: 'ready' });
      display = openLineDisplay({
        line,
        model: device,
        clock,
        onStuck: (stuck) =>
          tell(stuck ? { ...health, state: 'trouble', fault: 'device.no-answer' } : { ...health, state: 'ready' }),
      });
      if (latest !== null) display.show(latest);
    },
  });
  return {
    show(content) {
      endTrial();
      latest = content;
      display?.show(content);
    },
    showForTrial(content) {
      endTrial();
      display?.show(content);
      endTrial = clock.after(TRIAL_MS, () => display?.show(latest ?? EMPTY_DISPLAY));
    },
    close() {
      endTrial();
      close();
    },
  };
};
