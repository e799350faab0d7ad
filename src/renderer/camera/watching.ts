/** What the page and its decoding worker say to each other, and what was read. */

/** One code in one picture, as a scanner would have said it. */
export interface CameraRead {
  readonly text: string;
  /** AIM symbology identifier (ISO/IEC 15424), for example `]E0` for EAN-13 and `]C1` for GS1-128. */
  readonly symbology: string;
}

/** To the worker, once. The pictures go straight there: the page never touches one. */
export interface ToWatcher {
  readonly pictures: ReadableStream<VideoFrame>;
}

/** From the worker. `looked` comes for every picture that was looked at, also for those without a code. */
export type FromWatcher =
  { readonly kind: 'looked'; readonly reads: readonly CameraRead[] } | { readonly kind: 'ended' };
