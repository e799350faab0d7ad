/**
 * The canvas, loaded when the first document needs a drawing: native code, a few dozen megabytes, and most tills in
 * France never print a line that wants it.
 */
import type { Sheet } from '#domain/closing-file/closing-file.ts';
import {
  type Bitmap,
  type CanvasLibrary,
  createPainter,
  drawLogo,
  type PrinterProfile,
  registerFonts,
} from './printer/printer.ts';
import { drawSheet } from './sheet/sheet.ts';

type Painter = ReturnType<typeof createPainter>;

export class DrawingRoom {
  readonly #fontFiles: readonly string[];
  readonly #loadCanvas: () => Promise<CanvasLibrary>;
  readonly #painters = new Map<string, Painter>();
  readonly #logos = new Map<string, Bitmap | null>();
  #canvas: Promise<CanvasLibrary> | null = null;

  constructor(fontFiles: readonly string[], loadCanvas: () => Promise<CanvasLibrary>) {
    this.#fontFiles = fontFiles;
    this.#loadCanvas = loadCanvas;
  }

  async painter(profile: PrinterProfile): Promise<Painter> {
    const canvas = await this.#loaded();
    let painter = this.#painters.get(profile.name);
    if (painter === undefined) {
      painter = createPainter({ canvas, profile });
      this.#painters.set(profile.name, painter);
    }
    return painter;
  }

  /** A picture in a printer's dots; null where it cannot be drawn: a receipt without its logo is still a receipt. */
  async logo(png: string, profile: PrinterProfile): Promise<Bitmap | null> {
    const key = `${profile.name} ${png}`;
    let logo = this.#logos.get(key);
    if (logo === undefined) {
      logo = await this.#loaded()
        .then((canvas) => drawLogo({ canvas, png: Buffer.from(png, 'base64'), profile }))
        .catch(() => null);
      this.#logos.clear();
      this.#logos.set(key, logo);
    }
    return logo;
  }

  /** A sheet as a PDF. */
  async sheet(sheet: Sheet): Promise<Buffer> {
    return drawSheet(await this.#loaded(), sheet);
  }

  async #loaded(): Promise<CanvasLibrary> {
    // A load that failed is not kept: the next receipt tries again.
    this.#canvas ??= this.#load().catch((error: unknown) => {
      this.#canvas = null;
      throw error;
    });
    return this.#canvas;
  }

  async #load(): Promise<CanvasLibrary> {
    const canvas = await this.#loadCanvas();
    registerFonts(canvas, this.#fontFiles);
    return canvas;
  }
}
