import type { BrowserContext, ElectronApplication } from 'playwright-core';

export interface TestDesk {
  readonly user: { readonly name: string; readonly uid: number; readonly gid: number; readonly made: boolean };
  readonly home: string;
  /** The user's environment, its display included. */
  readonly environment: Record<string, string>;
  /** The folder where the built app lies for the user; laid out at the first call. */
  app(): string;
  /** A new folder of the user's own. */
  folder(name: string): string;
  launchChromium(options?: Record<string, unknown>): Promise<BrowserContext>;
  launchElectron(options?: {
    readonly args?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  }): Promise<ElectronApplication>;
  /** The program and the words that start Electron without a driver. */
  electronCommand(args: readonly string[]): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Opens a desk: an unprivileged user with a folder and a display, both gone after `close`. */
export function openTestDesk(options?: {
  readonly width?: number;
  readonly height?: number;
  /** Opens the display; one screen of Xvfb where absent. */
  readonly open?: (display: { readonly folder: string; readonly user: TestDesk['user'] }) => Promise<{
    readonly environment: Record<string, string>;
    close(): Promise<void>;
  }>;
}): Promise<TestDesk>;
