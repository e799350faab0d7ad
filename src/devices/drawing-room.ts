/**
 * The canvas, loaded when the first document needs a drawing: native code, a few dozen megabytes, and most tills in
 * France never print a line that wants it.
 */
import { type CanvasLibrary, createPainter, type PrinterProfile, registerFonts } from './printer/printer.ts';

type Painter = ReturnType<typeof createPainter>;

export class DrawingRoom {
  readonly #fontFiles: readonly string[];
  readonly #loadCanvas: () => Promise<CanvasLibrary>;
  readonly #painters = new Map<string, Painter>();
  #canvas: Promise<CanvasLibrary> | null = null;

  constructor(fontFiles: readonly string[], loadCanvas: () => Promise<CanvasLibrary>) {
    this.#fontFiles = fontFiles;
    this.#loadCanvas = loadCanvas;
  }

  async painter(profile: PrinterProfile): Promise<Painter> {
    // A load that failed is not kept: the next receipt tries again.
    this.#canvas ??= this.#load().catch((error: unknown) => {
      this.#canvas = null;
      throw error;
    });
    const canvas = await this.#canvas;
    let painter = this.#painters.get(profile.name);
    if (painter === undefined) {
      painter = createPainter({ canvas, profile });
      this.#painters.set(profile.name, painter);
    }
    return painter;
  }

  async #load(): Promise<CanvasLibrary> {
    const canvas = await this.#loadCanvas();
    registerFonts(canvas, this.#fontFiles);
    return canvas;
  }
}
