/** Words in English: what was asked of the drawer, the day or the settings and not done, and why. */
import type { TextsOf } from '../entry.ts';
import type { cashRefusals as french } from '../fr/cash-refusals.ts';

export const cashRefusals: TextsOf<typeof french> = {
  'refusal.session_needed': 'No session is open. Open the drawer first.',
  'refusal.session_suspended': 'The drawer is suspended. Resume it, then try again: nothing is lost.',
  'refusal.session_counting':
    'The drawer is being counted. Finish the count or abandon it, then try again: nothing is lost.',
  'refusal.session_state':
    'The drawer is no longer in a state for that: somebody changed it meanwhile. Look at it and try again.',
  'refusal.session_unknown': 'This session does not exist, or is closed already.',
  'refusal.tickets_open': '{tickets} ticket(s) in progress. Put them on hold, then try again.',
  'refusal.counts_invalid': 'This count is not possible. Check the numbers: nothing was recorded.',
  'refusal.count_stale': 'A newer count (no. {countNumber}) was confirmed. Look at it, then close.',
  'refusal.split_invalid': 'This split is not possible: float left and deposit make up the cash counted.',
  'refusal.day_closed': 'The business day of {businessDay} is closed already (Z no. {zNumber}).',
  'refusal.day_not_ready':
    'The business day of {businessDay} cannot be closed yet: count and close its sessions first.',
  'refusal.day_too_long':
    'The day of {businessDay} has been open for more than {hours} h. Finish the tickets begun, then count and close the day.',
  'refusal.older_day_first': 'The business day of {businessDay} is closed first.',
  'refusal.clock_behind_day':
    'The clock of this machine is {days} day(s) behind the last day closed. Set it right, or ask for a manager’s approval.',
  'refusal.settings_invalid': 'These settings do not go together. Nothing was changed.',
  'refusal.approval_needed': 'This is beyond what your role may do: a manager has to approve.',
  'refusal.approver_no_right': 'This person may not approve. Ask somebody else.',
  'why.negative': 'A negative number cannot be counted. Check the numbers: nothing was recorded.',
  'why.fraction': 'There is no half coin: type whole numbers.',
  'why.absurd': 'There cannot be that many. Check the numbers.',
  'why.foreign': 'This denomination does not exist in the shop’s currency.',
  'why.twice': 'The same line is there twice. Check the numbers.',
  'why.method': 'This payment method is not counted.',
  'why.as-left': 'The float is either what was left or counted, not both.',
  'why.sum': 'The denominations do not make up the amount. Check the numbers.',
  'why.too-much': 'The float left cannot be more than the cash counted.',
  'why.unit': 'This amount cannot be made of the country’s coins.',
  'why.drawer-short': 'There is only {expectedMinor} in the drawer. Nothing was taken out.',
  'why.coins': 'More coins are left in the float than were counted.',
  'why.nobody-left': 'Nobody would have this right any more, and nobody could give it back. Nothing was changed.',
  'why.cash-missing': 'Cash is always accepted.',
  'why.methods-twice': 'The same method is there twice.',
  'why.limits-crossed': 'The limit for an approval cannot be lower than the one for a reason. Nothing was changed.',
  'why.load-limits':
    'The smallest load, the largest and the balance of a card go from small to large. Nothing was changed.',
  'why.tiers-order': 'Tiers go from the fewest points to the most. Nothing was changed.',
  'why.dates-order': 'A date ends before it begins. Nothing was changed.',
  'why.names-twice': 'The same name is there twice. Nothing was changed.',
};
