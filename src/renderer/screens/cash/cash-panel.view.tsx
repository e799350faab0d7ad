/** Everything about the drawer, one panel at a time. */
import type { Panel } from '../panel.ts';
import { CashMenu } from './cash-menu.view.tsx';
import { ClosingsPanel } from './closings.view.tsx';
import { CountingPanel } from './counting.view.tsx';
import type { Home } from './home.ts';
import { MovementPanel } from './movement.view.tsx';
import { type CashPanelProps, OpeningPanel } from './opening.view.tsx';
import { SuspendedPanel } from './suspended.view.tsx';
import { XReportPanel } from './x-report.view.tsx';

export function CashPanel({ panel, ...props }: CashPanelProps & { readonly panel: Panel | Home }) {
  switch (panel) {
    case 'opening':
      return <OpeningPanel {...props} />;
    case 'suspended':
      return <SuspendedPanel {...props} />;
    case 'counting':
    case 'count':
      return <CountingPanel {...props} />;
    case 'pay-in':
    case 'pay-out':
    case 'safe-drop':
      return <MovementPanel key={panel} {...props} movement={panel} />;
    case 'x-report':
      return <XReportPanel {...props} />;
    case 'closings':
      return <ClosingsPanel {...props} />;
    default:
      return <CashMenu {...props} />;
  }
}
