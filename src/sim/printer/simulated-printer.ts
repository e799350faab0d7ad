/**
 * A receipt printer as the till sees one, on a network socket and, if wanted, on a serial line: answers questions in real
 * time, prints what it gets on a roll of paper, kicks a drawer, and goes wrong on request. Door of the folder.
 */
import type { LineEnd, LineListener } from './line-end.ts';
import { type DrawerState, PrinterMachine } from './machine.ts';
import type { PaperItem } from './paper.ts';
import { PtyConnector } from './pty-connector.ts';
import type { Scenario } from './scenarios.ts';
import type { PrinterNames } from './status-bytes.ts';
import { TcpConnector } from './tcp-connector.ts';
import { Wire } from './wire.ts';

export type { DrawerState } from './machine.ts';
export { type PaperItem, paperText } from './paper.ts';
export { type Picture, picturesOn } from './picture.ts';
export { type Scenario, SCENARIOS } from './scenarios.ts';

export interface SimulatedPrinterOptions {
  readonly port: number;
  readonly host?: string;
  /** Where a serial line to it is to appear as well; needs socat. */
  readonly pty?: string;
  /** What the serial line carries in a second, as a baud rate would have it. */
  readonly ptyBytesPerSecond?: number;
  readonly model?: string;
  readonly columns?: number;
  readonly names?: Partial<PrinterNames>;
  readonly bufferBytes?: number;
  readonly drawerOpenIsHigh?: boolean;
  readonly scenario?: Scenario;
  /** Called after anything changed that an eye could see. */
  readonly onChange?: () => void;
}

const RECEIVED_BYTES_MAX = 4_000_000;
const NAMES: PrinterNames = { maker: 'EPSON', model: 'TM-T88V', firmware: '30.61 ESC/POS', serial: 'SIM0000042' };

export class SimulatedPrinter {
  readonly #options: SimulatedPrinterOptions;
  readonly #machine: PrinterMachine;
  readonly #tcp: TcpConnector;
  readonly #pty: PtyConnector | null;
  readonly #wires = new Map<LineEnd, Wire>();
  readonly #attached = new Set<LineEnd>();
  #plugged = false;
  readonly #received: Uint8Array[] = [];
  #receivedBytes = 0;

  constructor(options: SimulatedPrinterOptions) {
    this.#options = options;
    this.#machine = new PrinterMachine({
      model: options.model ?? 'default',
      columns: options.columns ?? 42,
      names: { ...NAMES, ...options.names },
      bufferBytes: options.bufferBytes ?? 1_000_000,
      drawerOpenIsHigh: options.drawerOpenIsHigh ?? true,
      scenario: options.scenario ?? 'healthy',
      onChange: () => options.onChange?.(),
      onRoom: () => {
        for (const wire of this.#wires.values()) wire.pump();
      },
      onPowerOff: () => void this.unplug(),
    });
    this.#tcp = new TcpConnector({
      host: options.host ?? '127.0.0.1',
      port: options.port,
      listener: this.#listener(null, true),
    });
    this.#pty =
      options.pty === undefined
        ? null
        : new PtyConnector({ link: options.pty, listener: this.#listener(options.ptyBytesPerSecond ?? null, false) });
  }

  get port(): number {
    return this.#tcp.port;
  }

  get address(): string {
    return this.#tcp.address;
  }

  /** The address of its serial line; throws where it has none. */
  get serialAddress(): string {
    if (this.#pty === null) throw new Error('this printer has no serial line');
    return this.#pty.address;
  }

  get paper(): readonly PaperItem[] {
    return this.#machine.paper;
  }

  get drawer(): DrawerState {
    return { open: this.#machine.drawerOpen, kicks: this.#machine.kicks };
  }

  get state(): {
    readonly plugged: boolean;
    readonly paperOut: boolean;
    readonly coverOpen: boolean;
    readonly cutterJammed: boolean;
    readonly scenario: Scenario;
  } {
    const { paperOut, coverOpen, cutterJammed, scenario } = this.#machine;
    return { plugged: this.#plugged, paperOut, coverOpen, cutterJammed, scenario };
  }

  /** Commands that no manual has: a healthy encoder sends none. */
  get unknownCommands(): readonly Uint8Array[] {
    return this.#machine.unknownCommands;
  }

  /** Orders obeyed in real time: a healthy encoder sends none inside other data. */
  get realTimeOrders(): number {
    return this.#machine.realTimeOrders;
  }

  /** What arrived, questions included: the last megabytes of it. */
  get received(): Uint8Array {
    return Buffer.concat(this.#received);
  }

  /** Puts the plugs in: at the same addresses as before. */
  async plug(): Promise<void> {
    if (this.#plugged) return;
    this.#machine.switchOn();
    await this.#tcp.plug();
    await this.#pty?.plug();
    this.#plugged = true;
    this.#machine.setScenario(this.#machine.scenario);
  }

  /** Puts a line in that is no socket: a test's own. */
  attach(line: {
    send(bytes: Uint8Array): void;
    onBytes(listen: (bytes: Uint8Array) => void): void;
    lose(): void;
  }): void {
    const listener = this.#listener(null, false);
    const end: LineEnd = {
      say: (bytes) => line.send(bytes),
      halfClose: () => undefined,
      reset: () => line.lose(),
    };
    this.#attached.add(end);
    listener.onOpen(end);
    line.onBytes((bytes) => {
      if (this.#attached.has(end)) listener.onBytes(end, bytes);
    });
  }

  /** Pulls the plugs: connections are reset, what was not printed yet is forgotten. */
  async unplug(): Promise<void> {
    if (!this.#plugged) return;
    this.#plugged = false;
    for (const wire of this.#wires.values()) wire.cut();
    this.#wires.clear();
    this.#machine.switchOff();
    for (const end of this.#attached) end.reset();
    this.#attached.clear();
    await Promise.all([this.#tcp.unplug(), this.#pty?.unplug()]);
    this.#options.onChange?.();
  }

  setScenario(scenario: Scenario): void {
    this.#machine.setScenario(scenario);
  }

  removePaper(): void {
    this.#machine.paperOut = true;
    this.#machine.stateChanged();
  }

  insertPaper(): void {
    this.#machine.insertPaper();
  }

  openCover(): void {
    this.#machine.coverOpen = true;
    this.#machine.stateChanged();
  }

  closeCover(): void {
    this.#machine.coverOpen = false;
    this.#machine.stateChanged();
  }

  clearError(): void {
    this.#machine.cutterJammed = false;
    this.#machine.stateChanged();
  }

  /** Somebody opens it with the key. */
  openDrawer(): void {
    this.#machine.drawerOpen = true;
    this.#machine.stateChanged();
  }

  closeDrawer(): void {
    this.#machine.drawerOpen = false;
    this.#machine.stateChanged();
  }

  /** Takes the paper away: what was on it is returned. */
  tearOff(): readonly PaperItem[] {
    const torn = this.#machine.paper;
    this.#machine.paper = [];
    this.#options.onChange?.();
    return torn;
  }

  #listener(bytesPerSecond: number | null, one: boolean): LineListener {
    let open = 0;
    return {
      onOpen: (end) => {
        if (one && open > 0) return false;
        open++;
        const wire = new Wire({
          take: (bytes) => {
            this.#machine.take(end, bytes);
          },
          room: () => this.#machine.room,
          bytesPerSecond: () => (this.#machine.scenario === 'one-byte-a-second' ? 1 : bytesPerSecond),
        });
        this.#wires.set(end, wire);
        this.#machine.opened(end);
        return true;
      },
      onBytes: (end, bytes) => {
        this.#keep(bytes);
        this.#wires.get(end)?.carry(bytes);
      },
      onClosed: (end) => {
        open--;
        this.#machine.closed(end);
      },
    };
  }

  /** A printer that is asked how it is every two seconds must not fill the memory in a day. */
  #keep(bytes: Uint8Array): void {
    this.#received.push(bytes);
    this.#receivedBytes += bytes.length;
    while (this.#receivedBytes > RECEIVED_BYTES_MAX) this.#receivedBytes -= this.#received.shift()?.length ?? 0;
  }
}
