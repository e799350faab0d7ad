/**
 * One action beyond an operator's limit: the command is sent as it is, and where the till answers that somebody has to let it
 * pass, a sheet asks who and their PIN, and the same command goes out again with both, under an id of its own. Nothing of
 * it is remembered: the next action asks anew. The sheet locks nothing: a scan goes to the ticket and puts it away.
 */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { present } from '#base/assert.ts';
import type { Refusal } from '#contract/screen/refusal.ts';
import type { CommandInput, CommandName, Outcome } from '#contract/screen/screen.ts';
import type { Failed, ScreenPort } from '../link/link.ts';

export type Approval = NonNullable<CommandInput<'refund'>['approval']>;

/** Commands that somebody else can let pass. */
export type ApprovableName = {
  [Name in CommandName]: 'approval' extends keyof CommandInput<Name> ? Name : never;
}[CommandName];

export interface Approvals {
  /** What is being asked; null while nothing is. */
  readonly asked: ApprovalAsked | null;
  /** The till's word on the command, or null where nobody let it pass; `given` hears who did, for a command that goes on later. */
  request<Name extends ApprovableName>(
    name: Name,
    input: CommandInput<Name>,
    given?: (approval: Approval) => void,
  ): Promise<Outcome<Name> | Failed | null>;
  giveUp(): void;
}

export interface ApprovalAsked {
  /** What the till said: which action, its limit and what goes beyond it. */
  readonly refusal: Refusal;
  /** Sends the command again; answers what stands in the way, or null where it went through. */
  readonly give: (approval: Approval) => Promise<Refusal | Failed | null>;
}

/** Refusals that somebody with the right can let pass. */
const APPROVABLE: ReadonlySet<string> = new Set(['approval_needed', 'spending_cap', 'clock_behind_day']);

/** Refusals of the approval itself: the sheet stays and says them. */
const OF_THE_SHEET: ReadonlySet<string> = new Set(['wrong_pin', 'locked_out', 'approver_no_right']);

const ApprovalContext = createContext<Approvals | null>(null);

export function useApprovals(): Approvals {
  return present(useContext(ApprovalContext), 'approvals around every screen');
}

/** Stands around every screen of somebody signed in; the sheet itself is painted where the screen wants it. */
export function ApprovalProvider({ port, children }: { readonly port: ScreenPort; readonly children: ReactNode }) {
  const [asked, setAsked] = useState<ApprovalAsked | null>(null);
  const giveUp = useRef<(() => void) | null>(null);

  const approvals = useMemo<Approvals>(() => {
    async function request<Name extends ApprovableName>(
      name: Name,
      input: CommandInput<Name>,
      given?: (approval: Approval) => void,
    ): Promise<Outcome<Name> | Failed | null> {
      const first: Outcome<Name> | Failed = await port.request(name, input);
      const refusal = refusalOf(first);
      if (refusal === null || !APPROVABLE.has(refusal.reason)) return first;
      giveUp.current?.();
      return new Promise((settle) => {
        const close = (outcome: Outcome<Name> | Failed | null) => {
          giveUp.current = null;
          setAsked(null);
          settle(outcome);
        };
        giveUp.current = () => close(null);
        setAsked({
          refusal,
          async give(approval) {
            const outcome: Outcome<Name> | Failed = await port.request(name, { ...input, approval });
            const trouble = refusalOf(outcome);
            if (trouble !== null && OF_THE_SHEET.has(trouble.reason)) return trouble;
            if (isFailed(outcome)) return outcome;
            given?.(approval);
            close(outcome);
            return null;
          },
        });
      });
    }
    return { asked, request, giveUp: () => giveUp.current?.() };
  }, [port, asked]);

  useEffect(() => () => giveUp.current?.(), []);
  return <ApprovalContext value={approvals}>{children}</ApprovalContext>;
}

function refusalOf(outcome: { readonly kind: string }): Refusal | null {
  return outcome.kind === 'refused' ? (outcome as Refusal) : null;
}

function isFailed(outcome: { readonly kind: string }): outcome is Failed {
  return outcome.kind === 'failed';
}
