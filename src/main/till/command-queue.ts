/**
 * One command after the other: parsed, known by its id, allowed, run, kept, told. A command is synchronous, so that the
 * event loop itself is the queue; only the check of a PIN (of who signs in, of who approves) happens elsewhere and comes
 * back here.
 *
 * The same id with the same body gets the first outcome, also after a restart; with another body it is refused; while
 * its first is still running it joins it.
 */
import { Bug } from '#base/assert.ts';
import { type CommandId, branded } from '#base/brand.ts';
import { Fault } from '#base/fault.ts';
import { refuse } from '#contract/screen/refusal.ts';
import { type CommandInput, type CommandName, commands } from '#contract/screen/screen.ts';
import { useCases } from './commands.ts';
import { approverOf, checkApproval, finishApproval } from './check-approval.ts';
import { type Command, type Handled, type TillCore, missingRight, missingSession, refusalOf } from './core.ts';
import { noteRead } from './page-reads.ts';
import { noteResult } from './scan-notice.ts';
import { checkPin, finishSignIn, signInAtOnce } from './sign-in.ts';
import type { Station } from './station.ts';

/** PIN checks that may wait their turn: more is an attack, or a broken page. */
const PIN_CHECKS_MAX = 8;

export type Reply =
  | { readonly kind: 'outcome'; readonly outcome: unknown }
  | { readonly kind: 'failed'; readonly code: string; readonly detail: string };

export interface AskedCommand {
  readonly id: string;
  readonly name: string;
  readonly input: unknown;
  readonly station: Station;
  readonly reply: (reply: Reply) => void;
}

export interface CommandQueue {
  run(asked: AskedCommand): void;
}

/** The queue of one till process. `recover` brings a station back in step with journal and draft after a bug. */
export function createCommandQueue(
  core: TillCore,
  options: { readonly recover: (station: Station) => void; readonly turnEnds: () => void },
): CommandQueue {
  const running = new Map<string, { readonly bodyHash: string; readonly replies: ((reply: Reply) => void)[] }>();
  let pinChecks: Promise<void> = Promise.resolve();
  let pinChecksWaiting = 0;

  function run(asked: AskedCommand): void {
    const { id, name, reply } = asked;
    if (!isCommandName(name)) return reply(malformed(`there is no command ${name.slice(0, 32)}`));
    const parsed = commands[name].input.safeParse(asked.input);
    if (!parsed.success) return reply(malformed(`the input of ${name} does not fit`));
    const command: Command = {
      id: branded<CommandId>(id),
      name,
      bodyHash: bodyHashOf(core, name, parsed.data),
      station: asked.station,
      approver: null,
    };
    try {
      settleDoubt(command.station);
      if (answeredBefore(command, reply)) return;
      const approval = approvalOf(parsed.data);
      if (name === 'signIn') signIn(command, parsed.data as CommandInput<'signIn'>, reply);
      else if (approval !== undefined) approved(command, name, { input: parsed.data, approval }, reply);
      else conclude(command, reply, () => useCase(command, name, parsed.data));
    } catch (error) {
      reply(failureOf(command, error));
    }
  }

  /** Throws the store's Fault while it still cannot be read. */
  function settleDoubt(station: Station): void {
    if (!station.doubtful) return;
    options.recover(station);
    station.doubtful = false;
  }

  function answeredBefore(command: Command, reply: (reply: Reply) => void): boolean {
    const first = running.get(command.id);
    const stored = first ?? core.ports.drafts.outcome(command.id) ?? core.ports.store.outcome(command.id);
    if (stored === undefined) return false;
    if (stored.bodyHash !== command.bodyHash) reply({ kind: 'outcome', outcome: refuse('id_reused') });
    else if (first !== undefined) first.replies.push(reply);
    else if ('outcome' in stored) reply({ kind: 'outcome', outcome: stored.outcome });
    return true;
  }

  function useCase<Name extends keyof typeof useCases>(command: Command, name: Name, input: unknown): Handled<unknown> {
    const { right, needs } = useCases[name];
    const missing = missingRight(core, command.station, right) ?? missingSession(core, needs);
    if (missing === null) noteRead(core, name, input);
    // The schema of this very name has parsed the input.
    if (missing === null) return useCases[name].run(core, command, input as CommandInput<Name>);
    return name === 'scan'
      ? noteResult(core, command, { outcome: missing, kept: false })
      : { outcome: missing, kept: false };
  }

  function signIn(command: Command, input: CommandInput<'signIn'>, reply: (reply: Reply) => void): void {
    const atOnce = signInAtOnce(core, command, input);
    if (atOnce !== null) return conclude(command, reply, () => atOnce);
    afterPin(command, reply, {
      check: async (): Promise<PinChecked> => signInAtOnce(core, command, input) ?? (await checkPin(core, input)),
      then: (isRight) => finishSignIn(core, command, input, isRight),
    });
  }

  /** A command that somebody else's PIN came with: it runs once the PIN was looked at, right or not at all. */
  function approved<Name extends keyof typeof useCases>(
    command: Command,
    name: Name,
    given: { readonly input: unknown; readonly approval: Approval },
    reply: (reply: Reply) => void,
  ): void {
    const { input, approval } = given;
    const missing = missingRight(core, command.station, useCases[name].right);
    const atOnce = missing === null ? approverOf(core, approval) : { outcome: missing, kept: false };
    if (atOnce !== null) return conclude(command, reply, () => atOnce);
    afterPin(command, reply, {
      check: async (): Promise<PinChecked> => approverOf(core, approval) ?? (await checkApproval(core, approval)),
      then(isRight) {
        const approver = finishApproval(core, command, approval, isRight);
        return 'outcome' in approver ? approver : useCase({ ...command, approver }, name, input);
      },
    });
  }

  /** Checks of PINs run one after the other, off the queue; the second half of the command comes back to it. */
  function afterPin(
    command: Command,
    reply: (reply: Reply) => void,
    pin: { readonly check: () => Promise<PinChecked>; readonly then: (isRight: boolean) => Handled<unknown> },
  ): void {
    if (pinChecksWaiting >= PIN_CHECKS_MAX)
      return reply({ kind: 'failed', code: 'till.overloaded', detail: 'too many PINs at once' });
    pinChecksWaiting += 1;
    const replies = [reply];
    running.set(command.id, { bodyHash: command.bodyHash, replies });
    const tell = (answer: Reply): void => {
      running.delete(command.id);
      for (const each of replies) each(answer);
    };
    pinChecks = pinChecks
      .then(pin.check)
      .then((checked) => conclude(command, tell, () => (typeof checked === 'boolean' ? pin.then(checked) : checked)))
      .catch((error: unknown) => tell(failureOf(command, error)))
      .finally(() => {
        pinChecksWaiting -= 1;
        options.turnEnds();
      });
  }

  /** Runs the use case, keeps its outcome, opens drawers, and only then says what became of it. */
  function conclude(command: Command, reply: (reply: Reply) => void, work: () => Handled<unknown>): void {
    const handled = work();
    if (!handled.kept) keep(command, handled.outcome);
    try {
      handled.effects?.();
    } catch (error) {
      core.ports.log.error('effect-failed', { command: command.name, detail: String(error) });
      core.notices.raise({ level: 'alarm', code: 'till.bug' });
    }
    // Views first: who hears the outcome finds the screen as the command left it.
    options.turnEnds();
    reply({ kind: 'outcome', outcome: handled.outcome });
  }

  /** An outcome without effects is kept beside the draft; where the disk refuses, asking again runs it again. */
  function keep(command: Command, outcome: unknown): void {
    if (isOfTheMoment(outcome)) return;
    const { station } = command;
    try {
      core.ports.drafts.save(
        {
          stationId: station.id,
          ticketId: station.basket.ticketId,
          basket: { basket: station.basket, lastTicketId: station.lastTicketId },
        },
        { id: command.id, stored: { bodyHash: command.bodyHash, outcome } },
      );
    } catch (error) {
      core.ports.log.warn('outcome-not-kept', {
        command: command.name,
        code: error instanceof Fault ? error.code : 'bug',
      });
    }
  }

  /** A bug abandons its command before the commit; what the store holds all the same is the truth. */
  function failureOf(command: Command, error: unknown): Reply {
    const detail = error instanceof Error ? error.message : String(error);
    core.ports.log.error('command-failed', {
      command: command.name,
      detail,
      stack: error instanceof Error ? error.stack : undefined,
    });
    if (error instanceof Fault) {
      core.notices.raise({ level: 'alarm', code: error.code });
      return { kind: 'outcome', outcome: refusalOf(error) };
    }
    core.notices.raise({ level: 'alarm', code: 'till.bug' });
    options.recover(command.station);
    const stored = core.ports.store.outcome(command.id);
    if (stored !== undefined) return { kind: 'outcome', outcome: stored.outcome };
    return { kind: 'failed', code: 'till.bug', detail: error instanceof Bug ? detail : 'an unexpected error' };
  }

  return { run };
}

/** The PIN was right or wrong, or no longer looked at because somebody was locked out meanwhile. */
type PinChecked = boolean | Handled<unknown>;

type Approval = NonNullable<CommandInput<'refund'>['approval']>;

function approvalOf(input: unknown): Approval | undefined {
  return (input as { readonly approval?: Approval }).approval;
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

function malformed(detail: string): Reply {
  return { kind: 'failed', code: 'wire.malformed', detail };
}

/**
 * The schemas are strict and give their fields in one order, so that the same command has the same text. Keyed: whoever has
 * the plain hash of a command has its PIN, its phone number and its card within minutes.
 */
function bodyHashOf(core: TillCore, name: string, input: unknown): string {
  return core.ports.secrets.keyed(`command\n${name}\n${JSON.stringify(input)}`);
}

/** Refusals that say how the disk is now, and nothing about the command. */
function isOfTheMoment(outcome: unknown): boolean {
  const reason = (outcome as { readonly reason?: unknown }).reason;
  return reason === 'store_unavailable' || reason === 'store_read_only';
}
