/** What the screens of the drawer have in common: how it stands, and sending what may need somebody else's word. */
import { useRef, useState } from 'react';
import type { CommandInput, CommandName, Outcome } from '#contract/screen/screen.ts';
import type { CashView } from '#contract/screen/cash.ts';
import { type ApprovableName, useApprovals } from '../../parts/approval.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { refusalText } from '../../parts/feedback.ts';
import { playRefusal } from '../../parts/tone.ts';
import type { Words } from '../../text/text.ts';
import type { Formats } from '../../format/format.ts';
import type { Selling } from '../use-selling.ts';

type Done<Name extends CommandName> = Extract<Outcome<Name>, { readonly kind: 'done' }>;

export interface Acts {
  readonly busy: boolean;
  /** The refusal of the last command, until the next one. */
  readonly refusedFor: string | null;
  /** Sends a command, with an approval where the till asks for one; null where it did not happen, which was then said. */
  act<Name extends ApprovableName>(name: Name, input: CommandInput<Name>): Promise<Done<Name> | null>;
}

/** One command at a time: a double press is one press. */
export function useActs(selling: Selling): Acts {
  const { words, formats, preferences } = useDesk();
  const approvals = useApprovals();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refusedFor, setRefusedFor] = useState<string | null>(null);

  return {
    busy,
    refusedFor,
    async act<Name extends ApprovableName>(name: Name, input: CommandInput<Name>) {
      if (running.current) return null;
      running.current = true;
      setBusy(true);
      setRefusedFor(null);
      const outcome = await approvals.request(name, input);
      running.current = false;
      setBusy(false);
      if (outcome === null) return null;
      if (outcome.kind === 'done') return outcome as Done<Name>;
      const refusal = outcome as Parameters<typeof refusalText>[0];
      if ('reason' in refusal) setRefusedFor(refusal.reason);
      if (preferences.sound) playRefusal();
      selling.say('bad', refusalText(refusal, words, formats));
      return null;
    },
  };
}

/** How old the open day is, in words, where that is worth a word. */
export function dayAgeText(cash: CashView, words: Words, formats: Formats): string | null {
  if (cash.businessDay === null || cash.dayAge === 'today') return null;
  return words.t(`cash.${cash.dayAge}`, { day: formats.day(cash.businessDay) });
}
