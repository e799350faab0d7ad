/**
 * One approval covers one action: it travels with the command that needs it, becomes a row with its reason in the same
 * transaction, and is remembered nowhere else.
 */
import { present } from '#base/assert.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { ApprovedAction } from '#domain/journal/journal.ts';
import type { Transaction } from '#main/store/port.ts';
import { type Command, type TillCore, rowOf } from './core.ts';

/** The answer to a command beyond its operator's limit; `params` say what the limit is and what it was exceeded by. */
export function approvalNeeded(
  action: ApprovedAction,
  params: Readonly<Record<string, string | number>> = {},
): Refusal {
  return refuse('approval_needed', { action, ...params });
}

/** Writes the approval of `command` down, and gives the id by which the approved row names it. */
export function appendApproval(
  core: TillCore,
  transaction: Transaction,
  command: Command,
  approval: {
    readonly action: ApprovedAction;
    readonly reason: string;
    readonly about: Readonly<Record<string, string | number>>;
    /** Where it belongs to another session than the one that is open now. */
    readonly period?: { readonly businessDay: string; readonly sessionId: string };
  },
): string {
  const { station } = command;
  const { period, ...given } = approval;
  const payload = {
    approval_id: core.ports.random.uuid(),
    station_id: station.id,
    approver: present(command.approver, 'an approver').id,
    ...given,
  };
  const row = rowOf(core, transaction, { station, family: 'L', kind: 'approval-given', payload });
  transaction.append({ ...row, ...period });
  return payload.approval_id;
}
