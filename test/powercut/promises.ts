/**
 * What a till has promised by a place in its trace, and whether a disk keeps it: what was told to the page as done,
 * what the drawer and the printer were made to do.
 */
import type { CommandName } from '#contract/screen/screen.ts';
import type { Ledger } from '../rig/ledger.ts';
import type { Fact } from './story.ts';

/** The commands that the page sent, by id. */
export type SentCommands = ReadonlyMap<string, { readonly name: CommandName; readonly input: unknown }>;

/** Commands whose outcome stands in the store with their effects; the others end in the draft. */
const JOURNALED: readonly CommandName[] = [
  'pay',
  'cancelTicket',
  'reprint',
  'openDrawer',
  'resolveJob',
  'enrol',
  'refund',
  'moveCash',
  'openSession',
  'beginCount',
  'confirmCount',
  'closeSession',
  'closeDay',
];

export class Promises {
  readonly #commands: SentCommands;
  readonly #paid = new Map<string, string>();
  readonly #numbers = new Set<string>();
  readonly #outcomes = new Map<string, { readonly name: CommandName; readonly day: number }>();
  /** Days closed so far: a Z forgets the outcomes before it. */
  #closedDays = 0;
  readonly #given = new Map<string, 'print' | 'pulse'>();
  #paper = '';

  constructor(commands: SentCommands) {
    this.#commands = commands;
  }

  add(fact: Fact): void {
    switch (fact.kind) {
      case 'outcome':
        return this.#addOutcome(fact.commandId, fact.outcome);
      case 'shown-paid':
        this.#paid.set(fact.ticketId, 'shown on the screen as paid');
        this.#numbers.add(fact.number);
        return;
      case 'job-given':
        this.#given.set(fact.jobId, fact.work);
        return;
      case 'job-reported':
        // Not a byte of it left: it may be sent again.
        if (fact.state === 'failed') this.#given.delete(fact.jobId);
        return;
      case 'printer-bytes':
        this.#paper += Buffer.from(fact.bytes).toString('latin1');
    }
  }

  /** What of it `ledger` does not keep, in words. */
  broken(ledger: Ledger): readonly string[] {
    const flaws: string[] = [];
    for (const [ticketId, why] of this.#paid)
      if (!ledger.sales.has(ticketId)) flaws.push(`lost sale: ${ticketId} was ${why}`);
    const closedDays = ledger.rows.filter((row) => row.kind === 'day-closed').length;
    if (closedDays < this.#closedDays)
      flaws.push(`lost closing: ${this.#closedDays} days were closed, ${closedDays} are`);
    for (const [id, { name, day }] of this.#outcomes)
      if (day === closedDays && !ledger.commandIds.has(id))
        flaws.push(`lost outcome: ${name} ${id} was answered as done`);
    const jobs = new Map(ledger.jobs.map((job) => [job.job_id, job]));
    for (const [jobId, work] of this.#given) {
      const job = jobs.get(jobId);
      const what = work === 'pulse' ? 'pulse' : 'paper';
      if (job === undefined) flaws.push(`${what} without its job: ${jobId} is not in the store`);
      else if (job.state === 'queued') flaws.push(`${what} would come twice: ${jobId} is still queued`);
      else if (job.ticket_id !== null && !ledger.sales.has(job.ticket_id))
        flaws.push(`${what} without its sale: ${job.ticket_id}`);
    }
    flaws.push(...this.#onPaper(ledger));
    return flaws;
  }

  /** Numbers are looked for in the bytes themselves, past everything that our own programs say about them. */
  #onPaper(ledger: Ledger): readonly string[] {
    const stored = new Set([...ledger.sales.values()].map((sale) => sale.number));
    const known = [...this.#numbers].filter((number) => !stored.has(number));
    return known
      .filter((number) => this.#paper.includes(number))
      .map((number) => `paper without its sale: ${number} was printed`);
  }

  #addOutcome(commandId: string, outcome: unknown): void {
    const command = this.#commands.get(commandId);
    if (command === undefined || (outcome as { readonly kind: string }).kind !== 'done') return;
    if (command.name === 'closeDay') this.#closedDays += 1;
    if (JOURNALED.includes(command.name)) this.#outcomes.set(commandId, { name: command.name, day: this.#closedDays });
    if (command.name !== 'pay') return;
    const { ticketId } = command.input as { readonly ticketId: string };
    this.#paid.set(ticketId, 'answered as paid');
    this.#numbers.add((outcome as { readonly ticketNumber: string }).ticketNumber);
  }
}
