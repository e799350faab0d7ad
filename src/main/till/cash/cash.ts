/** The cash session and the closing of the day (docs/spec/cash-session.md). Door of the folder. */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { Right } from '#domain/operator/operator.ts';
import type { Command, Handled, Needs, TillCore } from '../core.ts';
import { closeDay } from './close-day.ts';
import { closeSession } from './close-session.ts';
import { confirmCount } from './confirm-count.ts';
import { abandonCount, beginCount, blindClose } from './count.ts';
import { moveCash } from './move-cash.ts';
import { openSession } from './open-session.ts';
import { printReport } from './print-report.ts';
import { saveSettings } from './save-settings.ts';
import { resumeSession, suspendSession } from './suspend-session.ts';

export { cashAnswers } from './answers.ts';
export { readBookInSlices } from './book.ts';
export { cashSignature, cashView } from './cash-view.ts';

type CashCommand =
  | 'openSession'
  | 'suspendSession'
  | 'resumeSession'
  | 'moveCash'
  | 'beginCount'
  | 'abandonCount'
  | 'blindClose'
  | 'confirmCount'
  | 'closeSession'
  | 'closeDay'
  | 'printReport'
  | 'saveSettings';

/** The state of the session is each use case's own to look at: the table says what it says. */
export const cashUseCases: {
  readonly [Name in CashCommand]: {
    readonly right: Right | 'signed-in';
    readonly needs: Needs;
    readonly run: (core: TillCore, command: Command, input: CommandInput<Name>) => Handled<Outcome<Name>>;
  };
} = {
  openSession: { right: 'open-session', needs: 'nothing', run: openSession },
  suspendSession: { right: 'suspend-session', needs: 'nothing', run: suspendSession },
  resumeSession: { right: 'suspend-session', needs: 'nothing', run: resumeSession },
  moveCash: { right: 'signed-in', needs: 'nothing', run: moveCash },
  beginCount: { right: 'count-cash', needs: 'nothing', run: beginCount },
  abandonCount: { right: 'count-cash', needs: 'nothing', run: abandonCount },
  blindClose: { right: 'count-cash', needs: 'nothing', run: blindClose },
  confirmCount: { right: 'count-cash', needs: 'nothing', run: confirmCount },
  closeSession: { right: 'close-session', needs: 'nothing', run: closeSession },
  closeDay: { right: 'close-day', needs: 'nothing', run: closeDay },
  printReport: { right: 'signed-in', needs: 'nothing', run: printReport },
  saveSettings: { right: 'manage-settings', needs: 'nothing', run: saveSettings },
};
