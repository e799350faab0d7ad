/**
 * One page's messages on their way to the till, checked before they go: well-formed, and not more of them unanswered
 * than a page has use for. What is wrong is answered at once with `failed`, and never reaches the till.
 */
import type { ConnectionRole, DownMessage, UpMessage } from '#contract/screen/wire.ts';
import { upMessageSchema } from '#contract/screen/wire.ts';
import type { TillSupervisor } from './supervisor.ts';

/** Bytes of the longest message that is read: an imported set-up of devices with its logos; any other is far below. */
export const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;
/** Commands and queries of one page that may wait for their answer at a time. */
export const UNANSWERED_MAX = 256;

export interface PageLink {
  /** One message as JSON text, or already parsed where the shell's own channel did it. */
  receiveText(text: string): void;
  receive(message: unknown): void;
  close(): void;
}

/** Joins a page to the till. `send` gets every message for the page, the first of them the till's state. */
export function linkPage(options: {
  readonly supervisor: Pick<TillSupervisor, 'connect'>;
  readonly stationId: string;
  readonly role?: ConnectionRole;
  readonly send: (message: DownMessage) => void;
}): PageLink {
  const { send } = options;
  const unanswered = new Set<string>();
  const receiveDown = (message: DownMessage): void => {
    if (message.kind === 'till') unanswered.clear();
    else if ('id' in message && message.id !== null) unanswered.delete(message.id);
    send(message);
  };
  const relayed = options.supervisor.connect(options.stationId, receiveDown, options.role);

  function receive(raw: unknown): void {
    const parsed = upMessageSchema.safeParse(raw);
    if (!parsed.success) {
      send({
        kind: 'failed',
        id: idOf(raw),
        code: 'wire.malformed',
        detail: 'this is no message of the screen contract',
      });
      return;
    }
    forward(parsed.data);
  }

  function forward(message: UpMessage): void {
    if (message.kind === 'subscribe') {
      relayed.receive(message);
      return;
    }
    if (unanswered.size >= UNANSWERED_MAX) {
      send({
        kind: 'failed',
        id: message.id,
        code: 'till.overloaded',
        detail: `more than ${UNANSWERED_MAX} unanswered messages`,
      });
      return;
    }
    if (relayed.receive(message)) unanswered.add(message.id);
  }

  return {
    receive,
    receiveText(text) {
      try {
        receive(JSON.parse(text));
      } catch {
        send({ kind: 'failed', id: null, code: 'wire.malformed', detail: 'this is no JSON' });
      }
    },
    close: () => relayed.close(),
  };
}

function idOf(raw: unknown): string | null {
  if (typeof raw !== 'object' || raw === null || !('id' in raw)) return null;
  return typeof raw.id === 'string' && raw.id.length > 0 && raw.id.length <= 64 ? raw.id : null;
}
