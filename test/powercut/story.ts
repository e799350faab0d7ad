/**
 * What a recorded till said, and when: outcomes and views to its page, work to its devices process, bytes to the
 * printer. `at` is the place in the trace: what happened at a place is promised to every cut after it.
 */
import { FrameDecoder } from '#base/frame.ts';
import { type TillToShell, tillToShellSchema } from '#contract/screen/wire.ts';
import type { DevicesToTill, TillToDevices } from '#devices/wire.ts';
import type { TraceEvent } from './trace.ts';

export type Fact =
  | { readonly kind: 'outcome'; readonly at: number; readonly commandId: string; readonly outcome: unknown }
  /** The page was shown this ticket as paid. */
  | { readonly kind: 'shown-paid'; readonly at: number; readonly ticketId: string; readonly number: string }
  /** The devices process was told to print or to open the drawer. */
  | { readonly kind: 'job-given'; readonly at: number; readonly jobId: string; readonly work: 'print' | 'pulse' }
  /** The devices process said what became of it. */
  | { readonly kind: 'job-reported'; readonly at: number; readonly jobId: string; readonly state: string }
  | { readonly kind: 'printer-bytes'; readonly at: number; readonly bytes: Uint8Array };

/** The facts of a trace, in order. `printerPort` is where the printer listens. */
export function storyOf(events: readonly TraceEvent[], options: { readonly printerPort: number }): readonly Fact[] {
  const facts: Fact[] = [];
  const decoders = new Map<string, FrameDecoder | null>();
  for (const [at, event] of events.entries()) {
    if (event.kind !== 'said') continue;
    if (event.port === options.printerPort) facts.push({ kind: 'printer-bytes', at, bytes: event.bytes });
    if (event.port !== 0) continue;
    const name = `${event.processId}:${event.descriptor}`;
    if (!decoders.has(name)) decoders.set(name, new FrameDecoder());
    for (const message of decode(decoders, name, event.bytes)) facts.push(...factsOf(message, at));
  }
  return facts;
}

/** Not every pipe of a process carries frames: one that turns out not to is listened to no longer. */
function decode(decoders: Map<string, FrameDecoder | null>, name: string, bytes: Uint8Array): readonly unknown[] {
  try {
    return decoders.get(name)?.push(bytes) ?? [];
  } catch {
    decoders.set(name, null);
    return [];
  }
}

function factsOf(message: unknown, at: number): readonly Fact[] {
  const toShell = tillToShellSchema.safeParse(message);
  if (toShell.success) return factsForPage(toShell.data, at);
  const other = message as TillToDevices | DevicesToTill;
  if (other.kind === 'job') return [{ kind: 'job-reported', at, jobId: other.jobId, state: other.state }];
  if (other.kind === 'print' || other.kind === 'pulse')
    return [{ kind: 'job-given', at, jobId: other.jobId, work: other.kind }];
  return [];
}

function factsForPage(message: TillToShell, at: number): readonly Fact[] {
  if (message.kind !== 'down') return [];
  const down = message.message;
  if (down.kind === 'outcome') return [{ kind: 'outcome', at, commandId: down.id, outcome: down.outcome }];
  if (down.kind !== 'view' || down.topic !== 'basket') return [];
  const last = (down.view as { readonly lastTicket: { readonly ticketId: string; readonly number: string } | null })
    .lastTicket;
  return last === null ? [] : [{ kind: 'shown-paid', at, ticketId: last.ticketId, number: last.number }];
}
