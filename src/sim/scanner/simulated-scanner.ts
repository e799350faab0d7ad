/**
 * A scanner, on a socket, on a serial port or on a mocked HID interface: whoever listens gets the codes. Door of the folder.
 */
import type { Maker } from './hid-reports.ts';
import { hidUtterances, lineUtterances, type Scenario, type Terminator, type Utterance } from './scenarios.ts';
import { type ScannerLine, TcpLine } from './scanner-line.ts';

export { type Maker, MAKERS } from './hid-reports.ts';
export {
  MOCKED,
  type MockedDevice,
  MockedHidLine,
  mockedAddress,
  ReportsPipe,
  writeMockedFiles,
} from './mocked-hid.ts';
export { PtyLine } from './pty-line.ts';
export { type Scenario, SCENARIOS, type Terminator, TERMINATOR_NAMES } from './scenarios.ts';
export type { ScannerLine } from './scanner-line.ts';

export interface SimulatedScannerOptions {
  /** The port of its network interface, where `line` names no other. */
  readonly port?: number;
  readonly host?: string;
  readonly line?: ScannerLine;
  readonly terminator?: Terminator;
  /** Whether a code on a line of letters begins with its AIM identifier. */
  readonly aim?: boolean;
  /** Speaks in the reports of this maker's HID POS mode. */
  readonly hidOf?: Maker;
  readonly scenario?: Scenario;
  /** Called when a till begins or ceases to listen, where the line can tell. */
  readonly onChange?: () => void;
}

export class SimulatedScanner {
  readonly #options: SimulatedScannerOptions;
  readonly #line: ScannerLine;
  #scenario: Scenario;
  #plugged = false;
  readonly #unsaid: Utterance[] = [];

  constructor(options: SimulatedScannerOptions) {
    const { port = 0, host, onChange } = options;
    this.#options = options;
    this.#scenario = options.scenario ?? 'healthy';
    this.#line =
      options.line ??
      new TcpLine({ port, ...(host === undefined ? {} : { host }), ...(onChange === undefined ? {} : { onChange }) });
  }

  /** The port of its network interface; 0 where it has none. */
  get port(): number {
    return this.#line instanceof TcpLine ? this.#line.port : 0;
  }

  get address(): string {
    return this.#line.address;
  }

  /** How many tills listen. */
  get listeners(): number {
    return this.#line.listeners;
  }

  get scenario(): Scenario {
    return this.#scenario;
  }

  setScenario(scenario: Scenario): void {
    this.#scenario = scenario;
  }

  get plugged(): boolean {
    return this.#plugged;
  }

  plug(): Promise<void> {
    this.#plugged = true;
    return this.#line.plug();
  }

  unplug(): Promise<void> {
    this.#plugged = false;
    return this.#line.unplug();
  }

  /** Sends one code to every till that listens; false when nobody does. */
  scan(code: string, terminator: Terminator = this.#options.terminator ?? 'cr'): boolean {
    const scenario = this.#scenario;
    const { hidOf, aim = false } = this.#options;
    const said = this.#say(
      hidOf === undefined
        ? lineUtterances(code, { scenario, terminator, aim })
        : hidUtterances(code, { scenario, maker: hidOf }),
    );
    if (scenario === 'unplugged-mid-code') void this.unplug();
    return said;
  }

  /** Sends bytes as they are, for codes that are damaged on purpose. */
  send(bytes: Uint8Array): boolean {
    return this.#line.send(bytes);
  }

  /** In order, also when a slow code is not out yet. */
  #say(utterances: readonly Utterance[]): boolean {
    this.#unsaid.push(...utterances);
    if (this.#unsaid.length === utterances.length) this.#sayNext();
    return this.#line.listeners > 0;
  }

  #sayNext(): void {
    for (let next = this.#unsaid[0]; next !== undefined; next = this.#unsaid[0]) {
      const { bytes, afterMs } = next;
      if (afterMs > 0) {
        setTimeout(() => {
          this.#line.send(bytes);
          this.#unsaid.shift();
          this.#sayNext();
        }, afterMs);
        return;
      }
      this.#line.send(bytes);
      this.#unsaid.shift();
    }
  }
}
